import { serviceError } from '../http/service-error.ts'

export const invalidRequest = (message: string, athenaErrorCode = 'INVALID_INPUT'): Error =>
  serviceError('InvalidRequestException', message, { AthenaErrorCode: athenaErrorCode })
