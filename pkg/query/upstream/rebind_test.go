package upstream

import (
	"context"
	"net"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
)

// nameServer answers the first question for an address with first, later ones with then.
func nameServer(t *testing.T, first, then []net.IP) (asked *atomic.Int32) {
	t.Helper()
	asked = new(atomic.Int32)
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buffer := make([]byte, 1500)
		for {
			n, from, err := packets.ReadFrom(buffer)
			if err != nil {
				return
			}
			var question dnsmessage.Message
			if question.Unpack(buffer[:n]) != nil || len(question.Questions) != 1 {
				continue
			}
			reply := dnsmessage.Message{Header: dnsmessage.Header{ID: question.ID, Response: true, RecursionAvailable: true}, Questions: question.Questions}
			if q := question.Questions[0]; q.Type == dnsmessage.TypeA {
				answer := then
				if asked.Add(1) == 1 {
					answer = first
				}
				for _, ip := range answer {
					reply.Answers = append(reply.Answers, dnsmessage.Resource{
						Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: [4]byte(ip.To4())}})
				}
			}
			if packed, err := reply.Pack(); err == nil {
				_, _ = packets.WriteTo(packed, from)
			}
		}
	}()
	whole := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", packets.LocalAddr().String())
	}}
	t.Cleanup(func() {
		net.DefaultResolver = whole
		_ = packets.Close()
		<-done
	})
	return asked
}

func TestANameThatResolvesOtherwiseLaterLeadsNowhereElse(t *testing.T) {
	server := httptest.NewServer(nil)
	defer server.Close()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	dial := checkedDial(&net.Dialer{Timeout: 5 * time.Second}, query.AddressesNoLinkLocal)
	here, metadata := net.IPv4(127, 0, 0, 1), net.IPv4(169, 254, 169, 254)

	asked := nameServer(t, []net.IP{here}, []net.IP{metadata})
	connection, err := dial(t.Context(), "tcp", net.JoinHostPort("rebind.test.", port))
	if err != nil {
		t.Fatalf("dial = %v; want a connection to the address that was checked", err)
	}
	defer func() { _ = connection.Close() }()
	if got := connection.RemoteAddr().String(); got != server.Listener.Addr().String() || asked.Load() != 1 {
		t.Errorf("dialled %s after %d questions; want %s after 1: a second question could lead elsewhere", got, asked.Load(), server.Listener.Addr())
	}
	if _, err := dial(t.Context(), "tcp", net.JoinHostPort("rebind.test.", port)); fault.Code(err) != "upstream/address-refused" {
		t.Errorf("dial of the name that now leads to %s = %v; want upstream/address-refused", metadata, err)
	}
}

func TestOneRefusedAddressAmongOthersRefusesTheName(t *testing.T) {
	nameServer(t, []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4(169, 254, 169, 254)}, nil)
	dial := checkedDial(&net.Dialer{Timeout: 5 * time.Second}, query.AddressesNoLinkLocal)
	if _, err := dial(t.Context(), "tcp", "mixed.test.:1"); fault.Code(err) != "upstream/address-refused" {
		t.Errorf("dial = %v; want upstream/address-refused", err)
	}
}
