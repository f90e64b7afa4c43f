package upstream

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const (
	// maxRaw is how much of a text an excerpt is made of: white space shrinks it.
	maxRaw = 4 * maxExcerpt
	// maxEscape is the longest form of one byte that is looked for: \u0061 escaped once more.
	maxEscape = 12
	// minSecret is the length from which a value counts as a secret: removing every "a" would hide
	// the message, not the secret.
	minSecret = 4
	redacted  = "[redacted]"
)

// secretsOf lists what must never be in a text.
func secretsOf(s backend.DataSourceInstanceSettings) []string {
	var secrets []string
	for _, value := range s.DecryptedSecureJSONData {
		if len(value) >= minSecret {
			secrets = append(secrets, value)
		}
	}
	if password := s.DecryptedSecureJSONData["basicAuthPassword"]; password != "" { // as it is sent
		secrets = append(secrets, base64.StdEncoding.EncodeToString([]byte(s.BasicAuthUser+":"+password)))
	}
	return secrets
}

// window is how much of a text must be read for an excerpt: a secret that begins in what is shown
// is whole in it, in any form.
func window(secrets []string) int {
	longest := 0
	for _, secret := range secrets {
		longest = max(longest, len(secret))
	}
	return maxRaw + maxEscape*longest
}

// excerpt makes foreign text safe to show: valid UTF-8, no control or direction characters,
// no secret in any form, at most maxExcerpt bytes. Secrets are looked for before any cut.
func excerpt(text []byte, secrets []string) string {
	clean := strings.ToValidUTF8(redact(string(text[:min(len(text), window(secrets))]), secrets, maxRaw), "?")
	clean = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.C, r) {
			return ' '
		}
		return r
	}, clean)
	clean = strings.Join(strings.Fields(clean), " ")
	if len(clean) > maxExcerpt {
		clean = strings.ToValidUTF8(clean[:maxExcerpt-len("…")], "") + "…"
	}
	if clean == "" {
		return "no text"
	}
	return clean
}

// redact returns the first bytes of a text up to a cut, with each secret in them replaced. If one
// is there in a form of which the place is not known, such as escaped twice, nothing is left.
func redact(text string, secrets []string, cut int) string {
	spans := spansOf(text, secrets)
	var out strings.Builder
	at := 0
	for _, s := range spans {
		if s.from >= cut {
			break
		}
		out.WriteString(text[at:s.from])
		out.WriteString(redacted)
		at = s.to
	}
	if end := min(cut, len(text)); at < end {
		out.WriteString(text[at:end])
	}
	if holdsEscaped(text, spans, secrets) {
		return redacted
	}
	return out.String()
}

// span is a part of a text, from ≤ i < to.
type span struct{ from, to int }

// spansOf finds every place of a secret as it is, in base64 or in hex. Places that overlap are
// one: a secret may begin with another.
func spansOf(text string, secrets []string) []span {
	var all []span
	for _, secret := range secrets {
		for _, form := range formsOf(secret) {
			for from := 0; ; {
				i := strings.Index(text[from:], form)
				if i < 0 {
					break
				}
				all = append(all, span{from + i, from + i + len(form)})
				from += i + 1
			}
		}
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	var merged []span
	for _, s := range all {
		if n := len(merged); n > 0 && s.from <= merged[n-1].to {
			merged[n-1].to = max(merged[n-1].to, s.to)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// formsOf are a secret's forms of which no byte says that they are escaped.
func formsOf(secret string) []string {
	inHex := hex.EncodeToString([]byte(secret))
	forms := []string{secret, inHex, strings.ToUpper(inHex)}
	for before := range 3 { // in base64 a text looks different after 0, 1 or 2 bytes of another
		bytes := append(make([]byte, before), secret...)
		from, to := (8*before+5)/6, 8*len(bytes)/6
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			forms = append(forms, encoding.EncodeToString(bytes)[from:to])
		}
	}
	return forms
}

// holdsEscaped says whether a secret shows once escapes of URLs, HTML, JSON and Go are undone, up
// to three of them one in another. What is replaced already is left out.
func holdsEscaped(text string, spans []span, secrets []string) bool {
	var rest strings.Builder
	at := 0
	for _, s := range spans {
		rest.WriteString(text[at:s.from] + redacted)
		at = s.to
	}
	rest.WriteString(text[at:])
	text = rest.String()
	known := slices.Clone(secrets) // with what the same steps make of them: a secret may hold %41 itself
	for range 3 {
		for _, undo := range []func(string) string{unescapeURL, html.UnescapeString, unescapeQuoted} {
			text = undo(text)
			for _, secret := range known[len(known)-len(secrets):] {
				known = append(known, undo(secret))
			}
			if holdsAny(text, known) {
				return true
			}
		}
	}
	return false
}

// holdsAny takes + for a blank, as a URL's query does.
func holdsAny(text string, secrets []string) bool {
	text = strings.ReplaceAll(text, "+", " ")
	return slices.ContainsFunc(secrets, func(secret string) bool {
		return len(secret) >= minSecret && strings.Contains(text, strings.ReplaceAll(secret, "+", " "))
	})
}

// unescapeURL undoes %41, and leaves what is no such thing.
func unescapeURL(text string) string {
	return undone(text, '%', func(rest string) (string, int) {
		if len(rest) < 3 {
			return "", 0
		}
		value, err := strconv.ParseUint(rest[1:3], 16, 8)
		if err != nil {
			return "", 0
		}
		return string([]byte{byte(value)}), 3
	})
}

// unescapeQuoted undoes the escapes of JSON and of Go's quoted strings: \u0061, \x61, \141, \n, \".
func unescapeQuoted(text string) string {
	return undone(text, '\\', func(rest string) (string, int) {
		if len(rest) < 2 {
			return "", 0
		}
		if high, n := unitOf(rest); n > 0 && utf16.IsSurrogate(high) {
			if low, m := unitOf(rest[n:]); m > 0 {
				return string(utf16.DecodeRune(high, low)), n + m
			}
		}
		value, _, tail, err := strconv.UnquoteChar(rest, rest[1])
		switch n := len(rest) - len(tail); {
		case err != nil:
			return rest[1:2], 2
		case rest[1] == 'x' || '0' <= rest[1] && rest[1] <= '7':
			return string([]byte{byte(value)}), n
		default:
			return string(value), n
		}
	})
}

// unitOf reads \ud83d.
func unitOf(text string) (rune, int) {
	if len(text) < 6 || text[:2] != `\u` {
		return 0, 0
	}
	unit, err := strconv.ParseUint(text[2:6], 16, 16)
	if err != nil {
		return 0, 0
	}
	return rune(unit), 6
}

// undone replaces what undo makes of each place that begins with a mark; 0 leaves the mark.
func undone(text string, mark byte, undo func(rest string) (string, int)) string {
	var out strings.Builder
	for i := 0; i < len(text); {
		if text[i] == mark {
			if plain, n := undo(text[i:]); n > 0 {
				out.WriteString(plain)
				i += n
				continue
			}
		}
		out.WriteByte(text[i])
		i++
	}
	return out.String()
}
