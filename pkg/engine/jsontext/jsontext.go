// Package jsontext looks at JSON before a parser does. Twin: src/engine/jsontext.
package jsontext

// NestsDeeperThan says whether brackets outside texts open more than limit levels. Parsers
// disagree on very deep ones, so none sees them. Twin: nestsDeeperThan.
func NestsDeeperThan(limit int, text []byte) bool {
	level, inText := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inText:
			if c == '\\' {
				i++
			}
			inText = c != '"'
		case c == '"':
			inText = true
		case c == '{' || c == '[':
			level++
		case c == '}' || c == ']':
			level--
		}
		if level > limit {
			return true
		}
	}
	return false
}
