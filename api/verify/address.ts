import { isLoopback } from '../../platform/config/config.ts';

/** Where customers reach the hosted uploads. */
export interface HostedAddress {
  /** An origin, without a slash at its end. */
  url: string;
  /** True for https; then the cookie's name has the prefix `__Host-`. */
  isSecure: boolean;
}

/** The address by its setting. Without one, the API's own address, if only this machine can reach it. */
export function hostedAddress(config: {
  verifyUrl?: URL | undefined;
  apiHost: string;
  apiPort: number;
}): HostedAddress | null {
  const { verifyUrl, apiHost, apiPort } = config;
  if (verifyUrl) return { url: verifyUrl.origin, isSecure: verifyUrl.protocol === 'https:' };
  if (!isLoopback(apiHost)) return null;
  const host = apiHost.includes(':') ? `[${apiHost}]` : apiHost;
  return { url: `http://${host}:${apiPort}`, isSecure: false };
}

/** True for an https origin, or a plain http origin on this machine, because private data is sent to it. */
export function isVerifyAddress(url: URL): boolean {
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
    return false;
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(host));
}
