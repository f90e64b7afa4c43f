package upstream

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/pkg/query"
)

// forms are what upstreams, proxies and formatters make of a text before they repeat it.
var forms = map[string]func(string) string{
	"as it is":       func(s string) string { return s },
	"a URL's query":  url.QueryEscape,
	"a URL's path":   url.PathEscape,
	"each byte as %": func(s string) string { return escapeEach(s, "%%%02x") },
	"% twice":        func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	"HTML":           html.EscapeString,
	"HTML, named": func(s string) string {
		return strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;").Replace(s)
	},
	"HTML, numbers": func(s string) string { return escapeEach(s, "&#x%x;") },
	"JSON":          func(s string) string { text, _ := json.Marshal(s); return string(text) },
	"JSON in ASCII": func(s string) string { return strconv.QuoteToASCII(s) },
	"JSON, each byte": func(s string) string {
		return escapeEach(s, `\u%04x`)
	},
	"JSON in JSON":    func(s string) string { a, _ := json.Marshal(s); b, _ := json.Marshal(string(a)); return string(b) },
	"HTML of a URL":   func(s string) string { return html.EscapeString(url.QueryEscape(s)) },
	"JSON of HTML":    func(s string) string { text, _ := json.Marshal(html.EscapeString(s)); return string(text) },
	"Go's quotes":     strconv.Quote,
	"Go's hex":        func(s string) string { return escapeEach(s, `\x%02x`) },
	"base64":          func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64 of a URL": func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
	"base64 after 1":  func(s string) string { return base64.StdEncoding.EncodeToString([]byte(":" + s + ":")) },
	"base64 after 2":  func(s string) string { return base64.StdEncoding.EncodeToString([]byte("u:" + s + "::")) },
	"hex":             func(s string) string { return hex.EncodeToString([]byte(s)) },
}

func escapeEach(s, format string) string {
	var out strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&out, format, s[i])
	}
	return out.String()
}

// secretsOfTest: letters that each formatter escapes, one that begins with another, one in another.
var secretsOfTest = []string{"glsa_K4n4ry", "glsa_K4n4ry-and-more", `p"a&s<s>w+o/r=d%41\ x'`, "ary-and", strings.Repeat("Lng0", 60)}

// leaks says whether so many bytes in a row of a secret, or of a form of it, are in a text.
func leaks(text, form string, run int) bool {
	for i := 0; i+run <= len(form); i++ {
		if strings.Contains(text, form[i:i+run]) {
			return true
		}
	}
	return false
}

// TestASecretIsRedactedInEachFormBeforeAnyCut puts each secret in each form at each place of a
// text: at its ends, across what is shown, across what is read, after white space that shrinks.
func TestASecretIsRedactedInEachFormBeforeAnyCut(t *testing.T) {
	c := &Client{secrets: secretsOfTest}
	for _, filler := range []string{".", " \n"} {
		for name, form := range forms {
			for _, secret := range secretsOfTest {
				shown := form(secret)
				reach := window(secretsOfTest)
				for _, at := range []int{0, 1, maxExcerpt - len(shown)/2, maxExcerpt - 5, maxRaw - len(shown)/2, maxRaw - 5, maxRaw, reach - len(shown)/2, reach - 5} {
					text := strings.Repeat(filler, max(at, 0))[:max(at, 0)] + shown + strings.Repeat(".", 50)
					for where, got := range map[string]string{"excerpt": excerpt([]byte(text), c.secrets), "head": c.head(strings.NewReader(text))} {
						if leaks(got, shown, 8) || leaks(got, secret, 5) {
							t.Errorf("%s of %.20q as %s at %d of %q: %q", where, secret, name, at, filler, got)
						}
						if len(got) > maxExcerpt {
							t.Errorf("%s has %d bytes; want at most %d", where, len(got), maxExcerpt)
						}
					}
				}
			}
		}
	}
	if got := excerpt([]byte("no route for glsa_K4n4ry-and-more here"), secretsOfTest); got != "no route for [redacted] here" {
		t.Errorf("excerpt = %q; want the rest of the text kept", got)
	}
	if got := excerpt([]byte(`50% of "x" \n &amp; <b>`), secretsOfTest); got != `50% of "x" \n &amp; <b>` {
		t.Errorf("excerpt = %q; want a text without secrets as it is", got)
	}
}

// TestAnAnswerThatCantBeReadKeepsItsSecrets puts secrets where decoders quote what they stumble
// over, some bytes of it.
func TestAnAnswerThatCantBeReadKeepsItsSecrets(t *testing.T) {
	secret := "glsa_K4n4ry-and-more"
	c := &Client{secrets: secretsOfTest, limits: query.DefaultLimits()}
	g := &Grafana{client: c, settings: query.Settings{Limits: c.limits}}
	p := &Prometheus{client: c, limits: c.limits}
	decoders := map[string]func(body string) error{
		"matrix": func(body string) error {
			_, err := decodeMatrix(strings.NewReader(body), c.limits, c.secrets)
			return err
		},
		"frames": func(body string) error { _, err := g.decode(200, []byte(body), c.limits); return err },
		"labels": func(body string) error { _, err := p.decodeLabels(strings.NewReader(body)); return err },
	}
	for name, decode := range decoders {
		for _, pattern := range []string{
			`{"status":"%s"}`, `{"status":"success","data":{"resultType":"%s"}}`, `{"status":"error","errorType":"%s","error":"%s"}`, `{"%s":1,"status"=}`, `%s`, `{"status":%s}`,
			`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"%s":"a","%s":"b"},"values":[]}]}}`, `{"status":"success","data":{"result":[{"values":[[1,"%s"]]}]}}`,
			`{"status":"success","data":"%s"}`, `{"status":"success","data":["a",%s]}`, `{"message":"%s"}`, `{"results":{"A":{"error":"%s"}}}`, `{"results":{"A":{"%s":1}}}`, `{"results":{"A":{"status":"%s"}}}`,
			`{"results":{"A":{"frames":[{"schema":{"name":"%s","fields":[{"name":"%s","type":"string","typeInfo":{"frame":"string"}}]},"data":{"values":[["%s"]]}}]}}}`,
			`{"results":{"A":{"frames":[{"schema":{"fields":[{"name":"v","typeInfo":{"frame":"%s"}}]}}]}}}`, `{"results":{"A":{"frames":[{"schema":{"fields":[{"name":"%s"}]},"data":1}]}}}`,
		} {
			for cut := range len(secret) + 1 {
				body := strings.ReplaceAll(pattern, "%s", strings.Repeat(" ", cut)+secret)
				err := decode(body)
				if err == nil {
					continue
				}
				text := c.readError(t.Context(), err, &boundedReader{err: io.EOF}).Error()
				if leaks(text, secret, 5) {
					t.Errorf("%s of %q = %q; want no part of the secret", name, body, text)
				}
			}
		}
	}
	if text := c.transportError(t.Context(), errors.New("malformed HTTP response "+strconv.Quote(secretsOfTest[2]))).Error(); leaks(text, secretsOfTest[2], 5) {
		t.Errorf("transportError = %q; want no part of the secret", text)
	}
}
