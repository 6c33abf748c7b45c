/**
 * What a DSSE signature is made over: the type and the payload, each after its length in bytes, so that no two pairs encode alike
 * (secure-systems-lab/dsse protocol.md, PAE).
 */
export const preAuthenticationEncoding = (payloadType: string, payload: Uint8Array): Uint8Array => {
  const type = Buffer.from(payloadType, 'utf8')
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} `), type, Buffer.from(` ${payload.length} `), payload])
}
