import { startRelay } from './relay.ts';

/**
 * A TLS proxy in front of a server that has none. It is a process of its own, so that a busy test does not
 * delay it.
 */
const { TLS_PORT, TLS_TO, TLS_CA = '', TLS_CERT = '', TLS_KEY = '' } = process.env;
await startRelay({
  port: Number(TLS_PORT),
  to: Number(TLS_TO),
  tls: {
    cert: TLS_CERT,
    key: TLS_KEY,
    ca: TLS_CA,
    requestCert: true,
    rejectUnauthorized: true,
    ALPNProtocols: ['h2'],
  },
});
console.log('listening');
