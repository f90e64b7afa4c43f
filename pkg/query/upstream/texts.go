package upstream

import (
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/frames"
)

// The texts of one series that are read: wider than any exporter's, narrower than what label_join
// can make of them. All texts of one answer share a bound, since each has a copy in several fields
// of what is answered.
const (
	maxLabels     = 128
	maxLabelName  = 1 << 10  // bytes
	maxLabelValue = 16 << 10 // bytes
	maxName       = 16 << 10 // bytes of a legend
	maxTexts      = 16 << 20 // bytes
	maxExample    = 100      // bytes of a text in a message
)

// texts counts those of one answer.
type texts struct{ bytes int }

// label counts a label.
//
// Errors: upstream/label-too-long, upstream/too-much-text.
func (t *texts) label(name, value string) error {
	switch {
	case len(name) > maxLabelName:
		return tooLong("a label name", name, maxLabelName)
	case len(value) > maxLabelValue:
		return tooLong("the value of a label", name+"="+value, maxLabelValue)
	}
	return t.add(len(name) + len(value))
}

// series counts all labels of a series, and its name.
//
// Errors: those of label; upstream/too-many-labels.
func (t *texts) series(s frames.Series) error {
	if err := checkCount(s.Labels); err != nil {
		return err
	}
	for name, value := range s.Labels {
		if err := t.label(name, value); err != nil {
			return err
		}
	}
	return t.add(len(s.Name))
}

func (t *texts) add(bytes int) error {
	if t.bytes += bytes; t.bytes > maxTexts {
		return downstream("upstream/too-much-text",
			"upstream: labels and names of all series have more than %d MiB; want less. Drop long labels in the query, or ask for fewer series.", maxTexts>>20)
	}
	return nil
}

func checkCount(labels data.Labels) error {
	if len(labels) > maxLabels {
		return downstream("upstream/too-many-labels",
			"upstream: a series has more than %d labels; want at most that many. Aggregate by fewer labels in the query.", maxLabels)
	}
	return nil
}

func tooLong(what, text string, most int) error {
	return downstream("upstream/label-too-long",
		"upstream: %s has %d bytes (%s); want at most %d. Drop or shorten it in the query.", what, len(text), example(text), most)
}

func nameTooLong(name string) error {
	return downstream("upstream/name-too-long",
		"upstream: the name of a series has more than %d bytes (%s); want at most that many. Shorten the legend.", maxName, example(name))
}

// example is the begin of a text for a message.
func example(text string) string {
	if len(text) > maxExample {
		text = text[:maxExample] + "…"
	}
	return excerpt([]byte(text), nil)
}

// checkName bounds a name that is no list of labels.
//
// Errors: upstream/name-too-long.
func checkName(name string) error {
	if len(name) > maxName {
		return nameTooLong(name)
	}
	return nil
}

// checkNames is checkTexts for series whose names are no lists of their labels.
func checkNames(series []frames.Series) error {
	for _, s := range series {
		if err := checkName(s.Name); err != nil {
			return err
		}
	}
	return checkTexts(series)
}

// checkTexts bounds the texts of a whole answer.
//
// Errors: those of texts.
func checkTexts(series []frames.Series) error {
	counted := texts{}
	for _, s := range series {
		if err := counted.series(s); err != nil {
			return err
		}
	}
	return nil
}
