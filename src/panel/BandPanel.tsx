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
import { RankedList } from './view/RankedList';
import { useStyles } from './view/useStyles';
import { anomalousText, MANY_SERIES, rank, Rank } from './rank';

/** Draws what is normal for the panel's series. */
export function BandPanel(props: PanelProps<PanelOptions>) {
  const { data, width, height, id, fieldConfig, timeZone } = props;
  const options = useMemo(() => completeOptions(props.options), [props.options]);
  const { picture, promised, fault, progress } = usePicture(data, options.spec);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const count = picture?.drawn.length ?? 0;
  const isRanked = options.layout === 'list' || (options.layout === 'auto' && count >= MANY_SERIES);
  const ranks = useMemo(() => (isRanked && picture ? rank(picture.drawn) : undefined), [isRanked, picture]);
  const { focus, picked, setPicked, setPreview } = useFocus(ranks);
  const styles = useStyles(picture?.drawn, hidden, focus);

  if (!picture) {
    return <Message width={width} height={height} title="No band" text={fault?.message} code={fault?.code} />;
  }
  if (picture.drawn.length === 0 && data.state === LoadingState.Loading) {
    return <div style={{ width, height }} aria-busy />; // Grafana shows its own loading bar
  }
  if (picture.drawn.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} needsTimeField needsNumberField />;
  }
  const legend = ranks ? (
    <VizLayout.Legend placement="bottom" maxHeight="35%">
      <RankedList ranks={ranks} styles={styles} picked={picked} onPick={setPicked} onPreview={setPreview} />
    </VizLayout.Legend>
  ) : options.legend.showLegend ? (
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
        summary={ranks && anomalousText(ranks)}
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

/** Whose bands a ranked list shows: of the row under the pointer, else of those that were clicked, else of the first. */
function useFocus(ranks: Rank[] | undefined) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [preview, setPreview] = useState<string>();
  const present = ranks?.map(({ key }) => key) ?? [];
  const kept = present.filter((key) => (preview === undefined ? picked.has(key) : key === preview));
  const text = JSON.stringify(kept.length > 0 ? kept.sort() : present.slice(0, 1));
  const isRanked = ranks !== undefined;
  const focus = useMemo(
    () => (isRanked ? (new Set(JSON.parse(text) as string[]) as ReadonlySet<string>) : undefined),
    [isRanked, text]
  );
  return { focus, picked, setPicked, setPreview };
}
