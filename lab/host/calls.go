package host

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/grpc"
)

// anySize lifts gRPC's 4 MiB limit on answers, as Grafana does.
var anySize = grpc.MaxCallRecvMsgSize(math.MaxInt32)

// QueryData asks the plugin; frames come back decoded from Arrow.
func (p *Process) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	s, err := p.running()
	if err != nil {
		return nil, err
	}
	answer, err := s.data.QueryData(ctx, backend.ToProto().QueryDataRequest(req), anySize)
	if err != nil {
		return nil, err
	}
	return backend.FromProto().QueryDataResponse(answer)
}

// CheckHealth asks the plugin for the state of one data source.
func (p *Process) CheckHealth(ctx context.Context, where backend.PluginContext) (*backend.CheckHealthResult, error) {
	s, err := p.running()
	if err != nil {
		return nil, err
	}
	answer, err := s.diagnostics.CheckHealth(ctx, &pluginv2.CheckHealthRequest{PluginContext: backend.ToProto().PluginContext(where)})
	if err != nil {
		return nil, err
	}
	return backend.FromProto().CheckHealthResponse(answer), nil
}

// CallResource forwards one HTTP request; the streamed parts of the answer are joined.
func (p *Process) CallResource(ctx context.Context, req *backend.CallResourceRequest) (*backend.CallResourceResponse, error) {
	s, err := p.running()
	if err != nil {
		return nil, err
	}
	stream, err := s.resource.CallResource(ctx, backend.ToProto().CallResourceRequest(req), anySize)
	if err != nil {
		return nil, err
	}
	var joined *backend.CallResourceResponse
	var body bytes.Buffer
	for {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if joined == nil {
			joined = backend.FromProto().CallResourceResponse(part)
		}
		body.Write(part.GetBody())
	}
	if joined == nil {
		return nil, errors.New("the plugin closed its answer without sending one")
	}
	joined.Body = body.Bytes()
	return joined, nil
}
