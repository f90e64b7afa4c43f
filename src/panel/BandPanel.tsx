/**
 * The panel's component: states around, the chart inside.
 */
import { LoadingState, PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { VizLayout } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import { RuleButton } from '../alerting/RuleButton';
import { completeOptions, PanelOptions } from './options';
import { Chart } from './view/Chart';
import { Header, HEADER_HEIGHT } from './view/Header';
import { Legend } from './view/Legend';
import { Message } from './view/Message';
import { usePicture } from './view/usePicture';
import { reasonsOf } from './view/describe';
import { useStyles } from './view/useStyles';

/** Draws what is normal for the panel's series. */
export function BandPanel(props: PanelProps<PanelOptions>) {
  const { data, width, height, id, fieldConfig, timeZone } = props;
  const options = useMemo(() => completeOptions(props.options), [props.options]);
  const { picture, promised, fault, progress } = usePicture(data, options.spec);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const styles = useStyles(picture?.drawn, hidden);

  if (!picture) {
    return <Message width={width} height={height} title="No band" text={fault?.message} code={fault?.code} />;
  }
  if (picture.drawn.length === 0 && data.state === LoadingState.Loading) {
    return <div style={{ width, height }} aria-busy />; // Grafana shows its own loading bar
  }
  if (picture.drawn.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} needsTimeField needsNumberField />;
  }
  const legend = options.legend.showLegend ? (
    <VizLayout.Legend placement={options.legend.placement} width={options.legend.width}>
      <Legend styles={styles} drawn={picture.drawn} legend={options.legend} hidden={hidden} onHide={setHidden} />
    </VizLayout.Legend>
  ) : null;
  return (
    <div>
      <Header
        width={width}
        styles={styles}
        show={options.show}
        reasons={reasonsOf(picture)}
        promised={promised}
        notices={picture.notices}
        fault={fault}
        progress={progress}
        action={<RuleButton request={data.request} title={props.title} panelId={id} />}
      />
      <VizLayout width={width} height={height - HEADER_HEIGHT} legend={legend}>
        {(chartWidth: number, chartHeight: number) => (
          <Chart
            width={chartWidth}
            height={chartHeight}
            picture={picture}
            styles={styles}
            options={options}
            data={data}
            timeZone={timeZone}
            onChangeTimeRange={props.onChangeTimeRange}
          />
        )}
      </VizLayout>
    </div>
  );
}
