package upstream

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"testing"
	"time"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
)

// errDialled ends a dial of an address that was let through, before a packet is sent.
var errDialled = errors.New("dialled")

func refusedWhenDialling(t *testing.T, ip netip.Addr, allowed string) bool {
	t.Helper()
	dialer := &net.Dialer{Timeout: time.Minute, Control: func(string, string, syscall.RawConn) error { return errDialled }}
	_, err := checkedDial(dialer, allowed)(t.Context(), "tcp", net.JoinHostPort(ip.String(), "1"))
	if !errors.Is(err, errDialled) && fault.Code(err) != "upstream/address-refused" {
		t.Fatalf("dial of %s = %v; want it dialled or refused", ip, err)
	}
	return !errors.Is(err, errDialled)
}

// ends are the first, the middle and the last address of a range.
func ends(prefix netip.Prefix) []netip.Addr {
	first := prefix.Masked().Addr()
	middle, last := first.AsSlice(), first.AsSlice()
	for bit := prefix.Bits(); bit < first.BitLen(); bit++ {
		last[bit/8] |= 0x80 >> (bit % 8)
	}
	if bit := prefix.Bits(); bit < first.BitLen() {
		middle[bit/8] |= 0x80 >> (bit % 8)
	}
	m, _ := netip.AddrFromSlice(middle)
	l, _ := netip.AddrFromSlice(last)
	return []netip.Addr{first, m, l}
}

// TestEachSpecialRangeIsCheckedWhenDialling names the ranges apart from the table, so that a row
// that is lost is missed.
func TestEachSpecialRangeIsCheckedWhenDialling(t *testing.T) {
	always := []string{"0.0.0.0/32", "169.254.0.0/16", "224.0.0.0/4", "255.255.255.255/32", "::/128", "fe80::/10", "ff00::/8",
		"100.100.2.136/32", "100.100.2.138/32", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32",
		"fd00:42::42/128", "fd00:c1::a9fe:a9fe/128", "fd00:ec2::/32", "fd20:ce::254/128"}
	notPublic := []string{"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24", "192.0.0.0/29", "192.0.0.8/32", "192.0.0.170/31",
		"192.0.2.0/24", "192.88.99.0/24", "192.88.99.2/32", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"::1/128", "::/8", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001::/32", "2001:2::/48", "2001:10::/28", "2001:db8::/32", "2002::/16", "3fff::/20",
		"4000::/3", "5f00::/16", "fc00::/7", "fec0::/10"}
	public := []string{"1.0.0.0/8", "100.128.0.0/9", "172.32.0.0/11", "192.0.0.9/32", "192.0.0.10/32", "192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24", "223.0.0.0/8",
		"2001:1::1/128", "2001:1::2/128", "2001:1::3/128", "2001:3::/32", "2001:4:112::/48", "2001:20::/28", "2001:30::/28", "2001:200::/23", "2600::/12", "2620:4f:8000::/48", "2a00::/12"}
	for allowed, lists := range map[string]map[bool][][]string{
		query.AddressesAny:         {false: {always, notPublic, public}},
		query.AddressesNoLinkLocal: {true: {always}, false: {public}},
		query.AddressesPublic:      {true: {always, notPublic}, false: {public}},
	} {
		for want, some := range lists {
			for _, list := range some {
				for _, text := range list {
					for _, ip := range ends(netip.MustParsePrefix(text)) {
						if got := refusedWhenDialling(t, ip, allowed); got != want {
							t.Errorf("%s of %s with addresses %q: refused is %v; want %v", ip, text, allowed, got, want)
						}
					}
				}
			}
		}
	}
	for _, near := range []string{"127.0.0.1", "::1", "10.0.0.1", "192.168.1.1", "100.64.0.1", "fd12:3456::1"} {
		if refusedWhenDialling(t, netip.MustParseAddr(near), query.AddressesNoLinkLocal) {
			t.Errorf("%s is refused by default; want it allowed: upstreams stand there", near)
		}
	}
}

// TestAnAddressThatStandsForARefusedOneIsRefused puts IPv4 addresses into every form of IPv6
// that leads to them.
func TestAnAddressThatStandsForARefusedOneIsRefused(t *testing.T) {
	forms := map[string]string{
		"IPv4-mapped": "::ffff:%[1]x:%[2]x", "IPv4-compatible": "::%[1]x:%[2]x", "IPv4-translated": "::ffff:0:%[1]x:%[2]x", "NAT64": "64:ff9b::%[1]x:%[2]x",
		"local NAT64 of 96 bits": "64:ff9b:1:ffff:ffff::%[1]x:%[2]x", "local NAT64 of 48 bits": "64:ff9b:1:%[1]x:%[3]x:%[4]x00::",
		"local NAT64 of 56 bits": "64:ff9b:1:ff%02[5]x:%02[6]x:%02[7]x%02[8]x::", "local NAT64 of 64 bits": "64:ff9b:1:ffff:%02[5]x:%02[6]x%02[7]x:%02[8]x00::",
		"6to4": "2002:%[1]x:%[2]x::1", "Teredo, the server": "2001:0:%[1]x:%[2]x::f7f7:f7f7", "Teredo, the client": "2001:0:808:808::%[9]x:%[10]x",
		"ISATAP": "2600::5efe:%[1]x:%[2]x", "ISATAP of a global address": "2600::200:5efe:%[1]x:%[2]x",
	}
	in := func(form, v4 string) netip.Addr {
		b := netip.MustParseAddr(v4).As4()
		high, low := int(b[0])<<8|int(b[1]), int(b[2])<<8|int(b[3])
		return netip.MustParseAddr(fmt.Sprintf(form, high, low, b[2], b[3], b[0], b[1], b[2], b[3], high^0xffff, low^0xffff))
	}
	for name, form := range forms {
		for _, v4 := range []string{"169.254.169.254", "168.63.129.16", "100.100.100.200", "224.0.0.1", "255.255.255.255"} {
			for _, allowed := range []string{query.AddressesNoLinkLocal, query.AddressesPublic} {
				if ip := in(form, v4); !refusedWhenDialling(t, ip, allowed) {
					t.Errorf("%s: %s for %s is dialled with addresses %q; want it refused", name, ip, v4, allowed)
				}
			}
		}
		for _, v4 := range []string{"127.0.0.1", "10.0.0.1", "192.168.0.1", "100.64.0.1", "198.18.0.1", "203.0.113.1"} {
			if ip := in(form, v4); !refusedWhenDialling(t, ip, query.AddressesPublic) {
				t.Errorf("%s: %s for %s is dialled where only public ones are allowed; want it refused", name, ip, v4)
			}
		}
	}
	for _, ip := range []string{"64:ff9b::808:808", "::ffff:8.8.8.8", "2600::5efe:808:808"} {
		if refusedWhenDialling(t, netip.MustParseAddr(ip), query.AddressesPublic) {
			t.Errorf("%s is refused; want what stands for 8.8.8.8 dialled", ip)
		}
	}
	if !refused(netip.MustParseAddr("fe80::1%lo"), query.AddressesNoLinkLocal) {
		t.Error("fe80::1%lo is dialled; want an address refused with its zone")
	}
}
