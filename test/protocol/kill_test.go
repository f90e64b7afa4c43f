//go:build scale

package protocol_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// Grafana starts a dead plugin again within a second and asks three times, so a kill costs a
// rule nothing as long as each answer that does come is the right one.
func TestFigureAHundredKillsGiveNoWrongAlert(t *testing.T) {
	upstream := startFleet(t, 30)
	begin := lately()
	upstream.brokenFrom = begin.Add(time.Hour).Unix()
	instants := make([]time.Time, 24)
	want := make([]string, len(instants))
	calm := startHost(t, upstream.URL)
	for i := range instants {
		instants[i] = begin.Add(time.Duration(i) * 5 * time.Minute)
		want[i] = string(arrow(calm.query(t.Context(), fromAlert, evaluation(instants[i]))))
	}
	if want[0] == "" || want[23] == "" || want[0] == want[23] {
		t.Fatal("the outage changes no answer; want a scenario in which an alert begins")
	}
	random := rand.New(rand.NewPCG(3, 3))
	answers, wrong, slowest := 0, 0, time.Duration(0)
	for range 100 {
		born := time.Now()
		h := startHost(t, upstream.URL)
		first := true
		die := time.AfterFunc(time.Duration(random.IntN(1500))*time.Millisecond, h.kill)
		for i := random.IntN(len(instants)); ; i = (i + 1) % len(instants) {
			response, err := h.data.QueryData(context.Background(), backend.ToProto().QueryDataRequest(&backend.QueryDataRequest{
				PluginContext: h.context(), Headers: fromAlert, Queries: []backend.DataQuery{evaluation(instants[i])}}))
			if err != nil {
				break // it has died, which Grafana sees as an error, and asks again
			}
			decoded, err := backend.FromProto().QueryDataResponse(response)
			if err != nil {
				t.Fatal(err)
			}
			if decoded.Responses["A"].Error != nil {
				continue
			}
			answers++
			if string(arrow(decoded)) != want[i] {
				wrong++
			}
			if first {
				slowest, first = max(slowest, time.Since(born)), false
			}
		}
		die.Stop()
	}
	t.Logf("%d answers between 100 kills", answers)
	within(t, "wrong answers", float64(wrong), 0, "")
	within(t, "start to first correct answer, slowest of 100", slowest.Seconds(), 2, "s")
	if answers < 100 {
		t.Errorf("%d answers in all; want more, or the kills came too early to show anything", answers)
	}
}
