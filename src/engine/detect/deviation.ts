/**
 * The slot's own residual.
 * Twin: pkg/engine/detect/deviation.go.
 */
import { Statistic } from './statistic';

export const deviation: Statistic = {
  name: 'deviation',
  lengths: ({ residuals }) => residuals,
  boundary: (_w, _i, _sign, limit) => limit,
};
