package prometheus

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// askedOfBoth are requests whose answer does not depend on the data: one a parameter's kind, a result's
// type, an error's kind.
var askedOfBoth = []struct{ method, path, parameters string }{
	{"GET", "query", "query=vector(1)&time=1700000000.25"},
	{"POST", "query", "query=vector(1)&time=2023-11-14T22:13:20Z"},
	{"GET", "query", "query=1e-7&time=-1.5"},
	{"GET", "query", `query="a\"<b>"&time=1700000000`},
	{"GET", "query", "query=vector(NaN) or label_replace(vector(Inf),\"a\",\"<&>\",\"\",\"\")&time=1"},
	{"GET", "query", "query=vector(1)[5m:1m]&time=1700000000"},
	{"GET", "query", "query=-vector(Inf)&time=1&timeout=5"},
	{"GET", "query", "query=absent_metric&time=1"},
	{"GET", "query", "query=rate("},
	{"GET", "query", ""},
	{"GET", "query", "query=1&time=yesterday"},
	{"GET", "query", "query=1&timeout=soon"},
	{"GET", "query", "query=vector(1)+on(a)+group_left+label_replace(vector(1),\"a\",\"\",\"\",\"\")&time=1"},
	{"GET", "query", "query=label_replace(vector(1),\"a\",\"b\",\"x\",\"(\")&time=1"},
	{"GET", "query_range", "query=time()*1e20&start=1700000000&end=1700000060.5&step=15"},
	{"POST", "query_range", "query=label_replace(vector(0.1),\"job\",\"a\",\"\",\"\")&start=1700000000&end=1700000060&step=30s"},
	{"GET", "query_range", "query=1&start=0&end=11000&step=1"},
	{"GET", "query_range", "query=1&start=0&end=11001&step=1"},
	{"GET", "query_range", "query=1&start=2&end=1&step=1"},
	{"GET", "query_range", "query=1&start=1&end=2&step=0"},
	{"GET", "query_range", "query=1&start=1&end=2"},
	{"GET", "query_range", "query=1&end=2&step=1"},
	{"GET", "query_range", "query=vector(1)[5m:]&start=1&end=2&step=1"},
	{"GET", "labels", ""},
	{"POST", "labels", "match[]={a=\"b\"}&match[]=m"},
	{"GET", "labels", "match[]={a=~\".*\"}"},
	{"GET", "labels", "start=noon"},
	{"GET", "label/job/values", "match[]=m"},
	{"GET", "series", "match[]=m"},
	{"POST", "series", ""},
	{"GET", "series", "match[]=}"},
	{"GET", "metadata", ""},
}

// The real Prometheus says how each request is to be answered; only the words of an error are its own.
func TestTheAPIAnswersAsPrometheusDoes(t *testing.T) {
	real := realPrometheus(t)
	ours := httptest.NewServer(NewServer(open(t)).Handler("/prometheus"))
	t.Cleanup(ours.Close)
	for _, asked := range askedOfBoth {
		t.Run(asked.method+" "+asked.path+"?"+asked.parameters, func(t *testing.T) {
			values := url.Values{}
			for pair := range strings.SplitSeq(asked.parameters, "&") {
				name, value, _ := strings.Cut(pair, "=")
				values.Add(name, value)
			}
			want, got := answerOf(t, real, asked.method, asked.path, values), answerOf(t, ours.URL+"/prometheus", asked.method, asked.path, values)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("is    %v\nwants %v", got, want)
			}
		})
	}
}

func answerOf(t *testing.T, base, method, path string, values url.Values) map[string]any {
	t.Helper()
	target, body := base+"/api/v1/"+path, ""
	if method == http.MethodPost {
		body = values.Encode()
	} else {
		target += "?" + values.Encode()
	}
	request, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	out := map[string]any{}
	if err := json.NewDecoder(response.Body).Decode(&out); err != nil {
		t.Fatalf("%s %s: %v", method, target, err)
	}
	if out["error"] != nil {
		out["error"] = "in words"
	}
	out["code"], out["type"] = response.StatusCode, response.Header.Get("Content-Type")
	return out
}

// realPrometheus is a daemon that scrapes nothing.
func realPrometheus(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(config, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	daemon := exec.Command("prometheus", "--config.file="+config, "--storage.tsdb.path="+filepath.Join(dir, "data"), "--web.listen-address="+address)
	if err := daemon.Start(); err != nil {
		t.Fatalf("%v; want Prometheus for this test. Install Debian's package: apt-get install prometheus", err)
	}
	t.Cleanup(func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait()
	})
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if response, err := http.Get("http://" + address + "/-/ready"); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return "http://" + address
			}
		}
	}
	t.Fatal("Prometheus is not ready after a minute")
	return ""
}

// What the data say is asked of two series, one of which ends before the other begins.
func TestSelectorsTimesAndLimitsNarrowAnAnswer(t *testing.T) {
	late := start.Add(time.Hour)
	web := httptest.NewServer(NewServer(open(t, []Series{ramp("early", start, 10)}, []Series{ramp("late", late, 10)})).Handler("/p"))
	t.Cleanup(web.Close)
	tests := []struct{ path, parameters, want string }{
		{"series", "match[]=early&match[]=late", "[map[__name__:early] map[__name__:late]]"},
		{"series", fmt.Sprintf("match[]={__name__!=\"\"}&start=%d", late.Unix()), "[map[__name__:late]]"},
		{"label/__name__/values", "", "[early late]"},
		{"label/__name__/values", "limit=1", "[early]"},
		{"label/__name__/values", fmt.Sprintf("end=%d", late.Unix()-1), "[early]"},
		{"label/__name__/values", "match[]=late", "[late]"},
		{"label/other/values", "", "[]"},
		{"labels", "", "[__name__]"},
		{"query", fmt.Sprintf("query=late&time=%d", late.Unix()+60), fmt.Sprintf("map[result:[map[metric:map[__name__:late] value:[%v 1]]] resultType:vector]", float64(late.Unix()+60))},
		{"query", fmt.Sprintf("query=last_over_time({__name__!=\"\"}[3h])&limit=1&time=%d", late.Unix()+600), fmt.Sprintf("map[result:[map[metric:map[__name__:early] value:[%v 9]]] resultType:vector]", float64(late.Unix()+600))},
	}
	for _, tt := range tests {
		t.Run(tt.path+"?"+tt.parameters, func(t *testing.T) {
			values := url.Values{}
			for pair := range strings.SplitSeq(tt.parameters, "&") {
				name, value, _ := strings.Cut(pair, "=")
				values.Add(name, value)
			}
			if got := fmt.Sprint(answerOf(t, web.URL+"/p", "GET", tt.path, values)["data"]); got != tt.want {
				t.Errorf("is    %s\nwants %s", got, tt.want)
			}
		})
	}
}

func TestASampleThatIsNotNewerIsRefused(t *testing.T) {
	twice := ramp("m", start, 2)
	twice.TimesMs[1] = twice.TimesMs[0]
	if _, err := Open([]Series{twice}); err == nil || !strings.Contains(err.Error(), "not newer") {
		t.Errorf("Open of two samples at one time = %v; want an error", err)
	}
}
