// Package notice holds what the engine wants its user to know beside the numbers.
// Twin: src/engine/notice/notice.ts.
package notice

// The two severities of a Notice.
const (
	Info    = "info"
	Warning = "warning"
)

// Notice is one remark about a result that stands all the same.
//
// Code is stable and has the form <stage>/<reason>; Text is one sentence for people.
type Notice struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Text     string `json:"text"`
}
