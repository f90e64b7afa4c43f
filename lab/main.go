// Command lab runs the built Tidemark plugin without Grafana: over the real plugin
// protocol, with an embedded Prometheus and a page that hosts the built panel.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/tidemark/tidemark/lab/demo"
	"github.com/tidemark/tidemark/lab/grafana"
	"github.com/tidemark/tidemark/lab/host"
	"github.com/tidemark/tidemark/lab/prometheus"
)

type flags struct {
	host, dist, page, nab, csv string
	port                       int
}

func main() {
	var f flags
	flag.StringVar(&f.host, "host", "localhost", "address to listen on")
	flag.IntVar(&f.port, "port", 3100, "port; 0 takes a free one")
	flag.StringVar(&f.dist, "dist", "../dist", "the built plugin")
	flag.StringVar(&f.page, "page", "../.cache/lab-page", "the built page")
	flag.StringVar(&f.nab, "nab", "../../shared/data/nab", "the Numenta Anomaly Benchmark's data")
	flag.StringVar(&f.csv, "csv", "", "a CSV file to show first")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, f); err != nil {
		fmt.Fprintln(os.Stderr, "lab:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, f flags) (err error) {
	listener, err := net.Listen("tcp", net.JoinHostPort(f.host, fmt.Sprint(f.port)))
	if err != nil {
		return fmt.Errorf("listen: %w; choose another with --port", err)
	}
	start := time.Now()
	loaded, err := load(f)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	store, err := prometheus.Open(append(loaded.series, demo.LiveHistory(start))...)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	plugin, err := host.Start(host.BinaryPath(f.dist, "gpx_tidemark"))
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, within(pluginTime, plugin.Close)) }()
	base := fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port)
	server := grafana.New(grafana.Options{
		BaseURL: base, Token: rand.Text(), Dist: f.dist, Page: f.page,
		Plugin: plugin, Store: store, Sets: loaded.sets, Missing: loaded.missing,
	})
	go live(ctx, store, start)
	return serve(ctx, listener, server.Handler(), base)
}

func serve(ctx context.Context, listener net.Listener, handler http.Handler, base string) error {
	s := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(listener) }()
	fmt.Println("ready", base)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = s.Shutdown(grace)
		return s.Close() // whoever still waits for an answer is cut off, and its query cancelled
	}
}

// pluginTime is what the plugin has to end in: with a second for answers that are under way, the lab
// ends within five seconds of a signal. go-plugin asks for two seconds, and then kills.
const pluginTime = 2500 * time.Millisecond

// within runs end, but no longer than d: a plugin waits for its queries, and a hostile query would
// keep the lab alive until it is done.
func within(d time.Duration, end func() error) error {
	ended := make(chan error, 1)
	go func() { ended <- end() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(d):
		return fmt.Errorf("something still runs %s after it was told to end; it is left behind", d)
	}
}

const liveEvery = 5 * time.Second

// live lets "now" move.
func live(ctx context.Context, store *prometheus.Store, start time.Time) {
	tick := time.NewTicker(liveEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			if err := store.Append(now, demo.LiveSamples(now, start)); err != nil {
				fmt.Fprintln(os.Stderr, "lab: live sample:", err)
			}
		}
	}
}
