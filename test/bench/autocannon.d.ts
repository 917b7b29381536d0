/** What we use of autocannon, which ships no types. */
declare module 'autocannon' {
  export interface Result {
    /** Requests in each second. */
    requests: { average: number };
    /** Milliseconds. */
    latency: { p50: number; p99: number };
    errors: number;
    non2xx: number;
  }
  export default function autocannon(options: {
    url: string;
    connections: number;
    /** Seconds. */
    duration: number;
    headers: Record<string, string>;
  }): Promise<Result> & { stop: () => void };
}
