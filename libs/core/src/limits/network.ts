import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Of an IPv6 address, the part that a provider gives to one customer (RFC 6177): the rest they choose freely. */
const IPV6_NETWORK_BYTES = 8;

/**
 * The network that one client is counted by: an IPv4 address, also one in IPv6 clothes, as a whole; of an IPv6
 * address the first 64 bits. Undefined for what is no address.
 */
export function networkOf(address: string): string | undefined {
  // There is one way to write them, and most are that.
  if (isIPv4(address)) return address;
  if (!ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${Buffer.from(parsed.toByteArray().slice(0, IPV6_NETWORK_BYTES)).toString('hex')}/64`;
}
