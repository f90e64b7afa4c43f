package grafana

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// The lab runs where a browser with other pages runs.
func TestOnlyTheLabsOwnPageIsAnswered(t *testing.T) {
	answer := (&Server{Options: Options{Token: "t"}}).guard(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	tests := []struct {
		name, method, host string
		headers            map[string]string
		status             int
	}{
		{"its page", "POST", "localhost:3100", map[string]string{"Origin": "http://localhost:3100", "Sec-Fetch-Site": "same-origin"}, 200},
		{"the plugin", "POST", "localhost:3100", map[string]string{"Authorization": "Bearer t"}, 200},
		{"by its address", "GET", "127.0.0.1:3100", nil, 200},
		{"by its address of IPv6", "GET", "[::1]:3100", nil, 200},
		{"by an address on the port of HTTP", "GET", "[::1]", nil, 200},
		{"a link from elsewhere", "GET", "localhost:3100", map[string]string{"Sec-Fetch-Site": "cross-site"}, 200},
		{"a wrong token", "POST", "localhost:3100", map[string]string{"Authorization": "Bearer x"}, 401},
		{"a form of another site", "POST", "localhost:3100", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"a script of another site", "POST", "localhost:3100", map[string]string{"Origin": "http://evil.test"}, 403},
		{"a script that reads from another site", "GET", "localhost:3100", map[string]string{"Origin": "http://evil.test"}, 403},
		{"a script of another port", "GET", "localhost:3100", map[string]string{"Origin": "http://localhost:8080"}, 403},
		{"a page without an origin", "POST", "localhost:3100", map[string]string{"Origin": "null"}, 403},
		{"a name that was pointed here", "GET", "evil.test:3100", nil, 403},
		{"such a name's own page", "POST", "evil.test:3100", map[string]string{"Origin": "http://evil.test:3100"}, 403},
		{"such a name that looks like an address", "GET", "127.0.0.1.evil.test:3100", nil, 403},
		{"no name", "GET", "", nil, 403},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			request := httptest.NewRequest(tt.method, "/api/health", nil)
			request.Host = tt.host
			for name, value := range tt.headers {
				request.Header.Set(name, value)
			}
			got := httptest.NewRecorder()
			answer.ServeHTTP(got, request)
			if got.Code != tt.status {
				t.Errorf("%s by host %q with %v = %d; want %d", tt.method, tt.host, tt.headers, got.Code, tt.status)
			}
		})
	}
}
