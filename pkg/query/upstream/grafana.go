package upstream

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
)

// Grafana reads data sources of the same Grafana through its query API, with a service
// account's token. The token's rights are those of every user of this data source, hence
// only sources that an admin has pinned can be asked.
type Grafana struct {
	client     *Client
	base       *url.URL
	settings   query.Settings
	credential Credential
	orgID      int64
}

// Credential is the token that Grafana is asked with, and where it came from.
type Credential struct {
	Token string
	// Class is "token" (set by an admin) or "managed" (Grafana's own for this plugin). It is
	// part of cache keys: what one credential may read another may not.
	Class string
}

// defaultOrg is the one organisation in which Grafana makes managed service accounts.
const defaultOrg = 1

// ChooseCredential prefers the token an admin has set; else the managed service account's.
// That one belongs to the default organisation, so any other is refused: its admins could
// pin, and read, data sources of the default organisation.
//
// Errors: settings/no-token.
func ChooseCredential(orgID int64, token, managed string) (Credential, error) {
	switch {
	case token != "":
		return Credential{Token: token, Class: "token"}, nil
	case managed != "" && orgID == defaultOrg:
		return Credential{Token: managed, Class: "managed"}, nil
	}
	return Credential{}, fault.New("settings/no-token",
		"settings: no service account token is set; want one of organisation %d. Add a service account with the Viewer role under Administration, make a token, and paste it in the data source's settings.", orgID)
}

// NewGrafana makes the upstream; address is Grafana's own URL as seen from its server.
//
// Errors: settings/bad-url.
func NewGrafana(address string, client *Client, s query.Settings, credential Credential, orgID int64) (*Grafana, error) {
	base, err := parseBase(address)
	if err != nil {
		return nil, err
	}
	client.secrets = append(client.secrets, credential.Token)
	return &Grafana{client: client, base: base, settings: s, credential: credential, orgID: orgID}, nil
}

// Identity implements Upstream.
func (g *Grafana) Identity() string {
	return fmt.Sprintf("grafana %s org %d by %s", g.base, g.orgID, g.credential.Class)
}

// Refuse implements Upstream. Errors: query/not-pinned.
func (g *Grafana) Refuse(question query.Upstream) error {
	_, err := g.settings.Pin(question.UID)
	return err
}

// Read implements Upstream with one query in one call: Grafana answers 500 for all queries of
// a request if one of them breaks its plugin.
//
// Errors: query/not-pinned, query/bad-expression, frames/…, upstream/….
func (g *Grafana) Read(ctx context.Context, question query.Upstream, r Range) (Result, error) {
	pin, err := g.settings.Pin(question.UID)
	if err != nil {
		return Result{}, err
	}
	body, err := queryBody(pin, question.Query, r)
	if err != nil {
		return Result{}, err
	}
	var result Result
	err = g.client.call(ctx, pin.UID, g.request(http.MethodPost, "api/ds/query", body), []int{http.StatusBadRequest, http.StatusNotFound},
		func(status int, body io.Reader) error {
			if status == http.StatusNotFound {
				return g.pinNotFound(pin)
			}
			limits := r.bound(g.settings.Limits)
			text, err := readWhole(body, r, limits)
			if err == nil {
				result, err = g.decode(status, text, limits)
			}
			return err
		})
	return result, err
}

// refID names the only query of a call.
const refID = "A"

// queryBody puts the pinned source and the grid into the user's query model, over whatever
// the model says of them. Prometheus derives its step from range and maxDataPoints, so both
// are set to give exactly r.StepMs. The range ends with the last millisecond of the last
// slot: a source of raw rows has some all through it.
func queryBody(pin query.Pinned, model json.RawMessage, r Range) ([]byte, error) {
	fields := map[string]any{}
	if err := json.Unmarshal(model, &fields); err != nil {
		return nil, fault.New("query/bad-json", "query: upstream.query can't be read (%v); want an object.", err)
	}
	from, to := strconv.FormatInt(r.FromMs, 10), strconv.FormatInt(r.ToMs+r.StepMs-1, 10)
	ours := map[string]any{
		"refId":         refID,
		"hide":          false,
		"viaTidemark":   true, // a pin's type is what an admin wrote; the source itself may be Tidemark
		"datasource":    map[string]string{"uid": pin.UID, "type": pin.Type},
		"intervalMs":    r.StepMs,
		"maxDataPoints": r.Points(),
		"timeRange":     map[string]string{"from": from, "to": to},
	}
	if pin.Type == "prometheus" {
		ours["interval"] = strconv.FormatInt(r.StepMs/1000, 10) + "s"
		ours["range"], ours["instant"], ours["exemplar"] = true, false, false
		ours["format"] = "time_series"
	}
	for name := range fields {
		for own := range ours {
			// Go's decoder takes "dataſource" for "datasource", and the last of both counts.
			if strings.EqualFold(name, own) {
				delete(fields, name)
			}
		}
	}
	maps.Copy(fields, ours)
	return json.Marshal(map[string]any{"from": from, "to": to, "queries": []any{fields}})
}

func (g *Grafana) request(method, path string, body []byte) func(context.Context) (*http.Request, error) {
	return func(ctx context.Context) (*http.Request, error) {
		request, err := http.NewRequestWithContext(ctx, method, g.base.JoinPath(path).String(), bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		request.Header.Set("Authorization", "Bearer "+g.credential.Token)
		request.Header.Set("X-Grafana-Org-Id", strconv.FormatInt(g.orgID, 10))
		request.Header.Set("X-Query-V2", "true") // honour the query's own timeRange
		if len(body) > 0 {
			request.Header.Set("Content-Type", "application/json")
		}
		return request, nil
	}
}

// pointBytes is a point's text in Grafana's frames: time, value, two commas.
const pointBytes = 32

// readWhole reads an answer, which is decoded as a whole. One that may have few points is given up
// once its text is too long for them, rather than held.
func readWhole(body io.Reader, r Range, limits query.Limits) ([]byte, error) {
	if r.Most == 0 {
		return io.ReadAll(body)
	}
	most := int64(r.Most) * pointBytes
	text, err := io.ReadAll(io.LimitReader(body, most+1))
	if int64(len(text)) > most {
		return nil, tooManyPoints(limits)
	}
	return text, err
}

func (g *Grafana) decode(status int, text []byte, limits query.Limits) (Result, error) {
	text = bytes.ToValidUTF8(text, []byte("\uFFFD")) // see validText
	var outer struct {
		Results map[string]json.RawMessage
		Message string
	}
	if err := json.Unmarshal(text, &outer); err != nil { // the SDK's own decoder accepts a truncated document
		return Result{}, err
	}
	if len(outer.Results[refID]) == 0 {
		return Result{}, downstream("upstream/status", "upstream: Grafana answers %d without a result (%s); want one. Check the pinned data source and its query.",
			status, excerpt([]byte(outer.Message), g.client.secrets))
	}
	answer, err := decodeAnswer(text)
	if err != nil {
		return Result{}, err
	}
	if answer.Error != nil {
		return Result{}, badExpression("status "+strconv.Itoa(int(answer.Status)), answer.Error.Error(), g.client.secrets)
	}
	series, err := frames.Read(answer.Frames)
	if err != nil { // again, with names that an error may repeat
		nameSafely(answer.Frames, g.client.secrets)
		_, err = frames.Read(answer.Frames)
		return Result{}, err
	}
	if err := checkNames(series); err != nil {
		return Result{}, err
	}
	return bounded(Result{Series: series, Warnings: noticesOf(answer, g.client.secrets)}, limits)
}

// decodeAnswer reads frames with the SDK's decoder, which trusts Grafana: it panics on columns
// that do not fit their schema, so they are checked before.
func decodeAnswer(text []byte) (backend.DataResponse, error) {
	if err := checkFrames(text); err != nil {
		return backend.DataResponse{}, err
	}
	var reply backend.QueryDataResponse
	err := json.Unmarshal(text, &reply)
	return reply.Responses[refID], err
}

// nameSafely makes excerpts of the names of frames and fields.
func nameSafely(all data.Frames, secrets []string) {
	for _, frame := range all {
		if frame == nil {
			continue
		}
		frame.Name = excerpt([]byte(frame.Name), secrets)
		for _, field := range frame.Fields {
			field.Name = excerpt([]byte(field.Name), secrets)
		}
	}
}

func bounded(result Result, limits query.Limits) (Result, error) {
	points := 0
	for _, series := range result.Series {
		points += len(series.Values)
	}
	if len(result.Series) > limits.MaxSeries {
		return Result{}, tooManySeries(limits)
	}
	if points > limits.MaxPoints {
		return Result{}, tooManyPoints(limits)
	}
	return result, nil
}

func noticesOf(answer backend.DataResponse, secrets []string) []string {
	var warnings []string
	for _, frame := range answer.Frames {
		if frame.Meta == nil {
			continue
		}
		for _, notice := range frame.Meta.Notices {
			if len(warnings) < 10 {
				warnings = append(warnings, excerpt([]byte(notice.Text), secrets))
			}
		}
	}
	return warnings
}

// Check implements Upstream: the token is tried on every pinned data source, by its
// health check, so that the message can name the one at fault.
func (g *Grafana) Check(ctx context.Context) error {
	if len(g.settings.Pinned) == 0 {
		return fault.New("settings/nothing-pinned", "settings: no data source is pinned; want at least one. Choose those that may be read through this one.")
	}
	for _, pin := range g.settings.Pinned {
		if err := g.checkPin(ctx, pin); err != nil {
			return err
		}
	}
	return nil
}

func (g *Grafana) pinNotFound(pin query.Pinned) error {
	return fault.New("upstream/pin-not-found",
		"upstream: the pinned data source %q is not in organisation %d, or the token is of another organisation; want both in the same one. Pin it again, or make a token there.", pin.UID, g.orgID)
}

const checkTimeout = 10 * time.Second

// unknownUID is what Grafana 12.4 answers, with status 500, to a health check of a uid it doesn't know.
const unknownUID = "Unable to load datasource metadata"

func (g *Grafana) checkPin(ctx context.Context, pin query.Pinned) error {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	path := "api/datasources/uid/" + url.PathEscape(pin.UID) + "/health"
	accepted := []int{http.StatusBadRequest, http.StatusNotFound, http.StatusInternalServerError}
	return g.client.call(ctx, pin.UID, g.request(http.MethodGet, path, nil), accepted,
		func(status int, body io.Reader) error {
			var reply struct{ Status, Message string }
			_ = json.NewDecoder(body).Decode(&reply)
			switch {
			case status == http.StatusNotFound, status == http.StatusInternalServerError && reply.Message == unknownUID:
				return g.pinNotFound(pin)
			case status != http.StatusOK || reply.Status != "OK":
				return fault.New("upstream/pin-unhealthy",
					"upstream: the pinned data source %q is not well: %s. Mend it first.", pin.UID, excerpt([]byte(reply.Message), g.client.secrets))
			}
			return nil
		})
}
