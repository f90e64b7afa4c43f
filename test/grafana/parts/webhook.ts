/** Where the alerts of the tests end: a listener that keeps what Grafana posts. */
import { Listening, send, serve } from './server';

/** One alert of a notification, as far as the tests look. */
export interface Notified {
  status: 'firing' | 'resolved';
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** One that runs. */
export interface Webhook extends Listening {
  /** All alerts of one rule so far, oldest first. */
  alerts(alertname: string): Notified[];
  /** Titles and texts of all notifications so far. */
  texts(): Array<{ title: string; message: string }>;
}

/** Starts one. */
export async function startWebhook(): Promise<Webhook> {
  const posts: Array<{ title: string; message: string; alerts: Notified[] }> = [];
  const server = await serve((_, body, response) => {
    posts.push(JSON.parse(body));
    send(response, 200, {});
  });
  return {
    ...server,
    alerts: (alertname) => posts.flatMap(({ alerts }) => alerts).filter(({ labels }) => labels.alertname === alertname),
    texts: () => posts,
  };
}
