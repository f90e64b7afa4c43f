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
	store, err := prometheus.Open(ctx, append(loaded.series, demo.LiveHistory(start))...)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	plugin, err := host.Start(host.BinaryPath(f.dist, "gpx_tidemark"))
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, plugin.Close()) }()
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
		grace, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		_ = s.Shutdown(grace) // whoever still waits for an answer is cut off
		return nil
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
			if err := store.Append(ctx, now, demo.LiveSamples(now, start)); err != nil {
				fmt.Fprintln(os.Stderr, "lab: live sample:", err)
			}
		}
	}
}
