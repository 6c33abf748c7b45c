import type { Schema } from './description.ts'

const text: Schema = { type: 'string', minLength: 1 }

/** Keystone's own, and what keystonemiddleware answers for every service to a request without a good token. */
const keystoneFault: Schema = {
  type: 'object',
  required: ['error'],
  additionalProperties: false,
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'title'],
      properties: { code: { type: 'integer' }, message: text, title: text },
    },
  },
}

/** One key that names the fault (openstack/nova nova/api/openstack/wsgi.py `Fault._fault_names`; openstack/cinder cinder/api/openstack/wsgi.py, the same). */
const novaFault: Schema = {
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  propertyNames: {
    enum: [
      'badRequest',
      'unauthorized',
      'forbidden',
      'itemNotFound',
      'badMethod',
      'conflictingRequest',
      'overLimit',
      'badMediaType',
      'notImplemented',
      'serviceUnavailable',
      'computeFault',
      'cinderFault',
    ],
  },
  additionalProperties: {
    type: 'object',
    required: ['code', 'message'],
    properties: { code: { type: 'integer' }, message: { type: 'string' }, retryAfter: { type: ['string', 'integer'] } },
    additionalProperties: false,
  },
}

/** A microversion out of range is answered by microversion-parse's middleware in Placement's form, and in Nova by its own fault with the range in it. */
const errorList: Schema = {
  type: 'object',
  required: ['errors'],
  additionalProperties: false,
  properties: {
    errors: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['status', 'title', 'detail'],
        properties: { status: { type: 'integer' }, title: text, detail: { type: 'string' } },
      },
    },
  },
}

/** openstack/neutron neutron/api/v2/resource.py and neutron_lib/api/faults.py; a refused field is the same with `HTTPBadRequest` as its type. */
const neutronFault: Schema = {
  type: 'object',
  required: ['NeutronError'],
  additionalProperties: false,
  properties: {
    NeutronError: {
      type: 'object',
      required: ['type', 'message', 'detail'],
      additionalProperties: false,
      properties: { type: text, message: text, detail: { type: 'string' } },
    },
  },
}

/**
 * The JSON bodies of refusals, by service type. The descriptions say nothing of them; each form is that of the service's own code. Services without one
 * (Glance and Swift, by webob and swob) answer refusals with HTML or plain text.
 */
export const faultForms: Readonly<Record<string, Schema>> = {
  identity: keystoneFault,
  compute: { anyOf: [novaFault, keystoneFault, errorList] },
  'block-storage': { anyOf: [novaFault, keystoneFault, errorList] },
  network: { anyOf: [neutronFault, keystoneFault] },
  placement: errorList,
}
