// Package host runs the built plugin binary as Grafana does: over hashicorp/go-plugin,
// protocol version 2, gRPC. It knows nothing of what the plugin computes.
package host

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
)

const (
	firstDelay  = 250 * time.Millisecond
	longestWait = 30 * time.Second
	steadyAfter = time.Minute // a process that lived so long starts its back-off anew
	watchEvery  = 100 * time.Millisecond
)

var handshake = goplugin.HandshakeConfig{
	ProtocolVersion:  grpcplugin.ProtocolVersion,
	MagicCookieKey:   grpcplugin.MagicCookieKey,
	MagicCookieValue: grpcplugin.MagicCookieValue,
}

// ErrDown is returned while the plugin's process is being started again.
var ErrDown = errors.New("the plugin's process has died and is being started again; try again in a second")

// Process is one plugin binary, started again with back-off whenever it dies.
type Process struct {
	binary string
	stop   context.CancelFunc
	done   chan struct{}

	mu       sync.RWMutex
	client   *goplugin.Client
	services *services // nil while the process is down
	starts   int
}

type services struct {
	data        grpcplugin.DataClient
	diagnostics grpcplugin.DiagnosticsClient
	resource    grpcplugin.ResourceClient
}

// BinaryPath is where mage puts the binary for this machine: Grafana looks there too.
func BinaryPath(dist, executable string) string {
	name := fmt.Sprintf("%s_%s_%s", executable, runtime.GOOS, runtime.GOARCH)
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(dist, "datasource", name)
}

// Start starts the binary and watches it until Close.
func Start(binary string) (*Process, error) {
	ctx, stop := context.WithCancel(context.Background())
	p := &Process{binary: binary, stop: stop, done: make(chan struct{})}
	if err := p.launch(); err != nil {
		stop()
		return nil, err
	}
	go p.watch(ctx)
	return p, nil
}

func (p *Process) launch() error {
	client := goplugin.NewClient(&goplugin.ClientConfig{
		Cmd:              exec.Command(p.binary),
		HandshakeConfig:  handshake,
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		SkipHostEnv:      true, // as Grafana: a plugin that needs the host's environment fails here
		Logger:           hclog.New(&hclog.LoggerOptions{Name: "plugin", Level: hclog.Warn, Output: os.Stderr}),
		VersionedPlugins: map[int]goplugin.PluginSet{grpcplugin.ProtocolVersion: {
			"data":        &grpcplugin.DataGRPCPlugin{},
			"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{},
			"resource":    &grpcplugin.ResourceGRPCPlugin{},
		}},
	})
	found, err := dispense(client)
	if err != nil {
		client.Kill()
		return fmt.Errorf("start %s: %w", p.binary, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.client, p.services = client, found
	p.starts++
	return nil
}

func dispense(client *goplugin.Client) (*services, error) {
	protocol, err := client.Client()
	if err != nil {
		return nil, err
	}
	var found services
	for name, take := range map[string]func(any) bool{
		"data":        func(c any) (ok bool) { found.data, ok = c.(grpcplugin.DataClient); return ok },
		"diagnostics": func(c any) (ok bool) { found.diagnostics, ok = c.(grpcplugin.DiagnosticsClient); return ok },
		"resource":    func(c any) (ok bool) { found.resource, ok = c.(grpcplugin.ResourceClient); return ok },
	} {
		raw, err := protocol.Dispense(name)
		if err != nil {
			return nil, fmt.Errorf("service %s: %w", name, err)
		}
		if !take(raw) {
			return nil, fmt.Errorf("service %s is %T", name, raw)
		}
	}
	return &found, nil
}

// watch starts the process again when it has died.
func (p *Process) watch(ctx context.Context) {
	defer close(p.done)
	delay, born := firstDelay, time.Now()
	for wait(ctx, watchEvery) {
		if !p.client.Exited() {
			continue
		}
		p.mu.Lock()
		p.services = nil
		p.mu.Unlock()
		if time.Since(born) > steadyAfter {
			delay = firstDelay
		}
		if !wait(ctx, delay) {
			return
		}
		delay = min(2*delay, longestWait)
		if err := p.launch(); err != nil {
			fmt.Fprintln(os.Stderr, "lab:", err)
		}
		born = time.Now()
	}
}

func wait(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func (p *Process) running() (*services, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.services == nil || p.client.Exited() {
		return nil, ErrDown
	}
	return p.services, nil
}

// Starts says how often the binary was started.
func (p *Process) Starts() int {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.starts
}

// Pid is the process id of the running plugin.
func (p *Process) Pid() int {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.client.ReattachConfig().Pid
}

// Close stops watching and ends the process.
func (p *Process) Close() error {
	p.stop()
	<-p.done
	p.client.Kill()
	return nil
}
