import { startRelay } from './relay.ts';

/** TLS before a server that has none, as a process: a test that is busy must not hold it up. */
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
