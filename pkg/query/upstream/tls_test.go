package upstream_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

// certificate is for 127.0.0.1, valid until an instant, signed by itself.
func certificate(t *testing.T, until time.Time, host string) (pair tls.Certificate, text string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: until,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	if ip := net.ParseIP(host); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

func TestOnlyATrustedSecureConnectionIsUsed(t *testing.T) {
	tomorrow := time.Now().Add(24 * time.Hour)
	tests := []struct {
		name   string
		until  time.Time
		host   string
		server func(*tls.Config)
		json   string
		code   string
	}{
		{name: "a certificate that the admin trusts", until: tomorrow, host: "127.0.0.1", json: `{"tlsAuthWithCACert":true}`},
		{name: "signed by nobody known", until: tomorrow, host: "127.0.0.1", json: `{}`, code: "upstream/tls"},
		{name: "expired", until: time.Now().Add(-time.Hour), host: "127.0.0.1", json: `{"tlsAuthWithCACert":true}`, code: "upstream/tls"},
		{name: "of another host", until: tomorrow, host: "example.com", json: `{"tlsAuthWithCACert":true}`, code: "upstream/tls"},
		{name: "TLS 1.0", until: tomorrow, host: "127.0.0.1", json: `{"tlsAuthWithCACert":true}`, code: "upstream/tls",
			server: func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS10 }}, //nolint:gosec // that is the test
		{name: "a client certificate is wanted", until: tomorrow, host: "127.0.0.1", json: `{"tlsAuthWithCACert":true}`, code: "upstream/tls",
			server: func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert }},
		{name: "not checked, since an admin says so", until: tomorrow, host: "example.com", json: `{"tlsSkipVerify":true}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pair, text := certificate(t, tt.until, tt.host)
			server := httptest.NewUnstartedServer(http.HandlerFunc(jsonAnswer(200, good)))
			server.TLS = &tls.Config{Certificates: []tls.Certificate{pair}} //nolint:gosec // the server's
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			if tt.server != nil {
				tt.server(server.TLS)
			}
			server.StartTLS()
			defer server.Close()
			limits := limitsFor(nil)
			client, err := upstream.NewClient(t.Context(), backend.DataSourceInstanceSettings{URL: server.URL, JSONData: json.RawMessage(tt.json),
				DecryptedSecureJSONData: map[string]string{"tlsCACert": text}}, limits, false)
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			p, err := upstream.NewPrometheus(server.URL, client, limits)
			if err != nil {
				t.Fatal(err)
			}
			_, err = p.Read(t.Context(), up(), oneHour)
			if fault.Code(err) != tt.code {
				t.Errorf("Read = %q (%v); want %q", fault.Code(err), err, tt.code)
			}
			checkText(t, err)
		})
	}
}
