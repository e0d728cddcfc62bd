/**
 * The errors of the client's that nobody is billed for, by their codes: redirects, malformed and unauthenticated
 * requests, and a few others. NoSuchKey, PreconditionFailed and the owner's own AccessDenied are billed.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ErrorCodeBilling.html
 */
export const UNBILLED: readonly string[] = `
  PermanentRedirect PermanentRedirectControlError TemporaryRedirect AuthorizationHeaderMalformed
  AuthorizationQueryParametersError ConnectionClosedByRequester DeviceNotActiveError EndpointNotFound
  ExpiredToken IllegalLocationConstraintException InvalidArgument InvalidBucketOwnerAWSAccountID
  InvalidDigest InvalidEncryptionAlgorithmError InvalidHostHeader InvalidHttpMethod InvalidRequest
  InvalidSessionException InvalidSignature InvalidSOAPRequest InvalidStorageClass InvalidTag InvalidToken
  InvalidURI KeyTooLongError KMS.DisabledException KMS.InvalidKeyUsageException
  KMS.KMSInvalidStateException KMS.NotFoundException LambdaInvalidResponse LambdaInvocationFailed
  MalformedACLError MalformedPOSTRequest MalformedXML MaxPostPreDataLengthExceededError MetadataTooLarge
  MissingAttachment MissingRequestBodyError MissingSecurityHeader NoLoggingStatusForKey
  NotDeviceOwnerError ResponseInterrupted RequestHeaderSectionTooLarge TokenCodeInvalidError
  UnexpectedContent UnsupportedArgument UnsupportedSignature UserKeyMustBeSpecified IncorrectEndpoint
  ValidationError RequestTimeTooSkewed SignatureDoesNotMatch NotSignedUp InvalidSecurity InvalidPayer
  InvalidAccessKeyId AccountProblem UnauthorizedAccessError UnexpectedIPError MissingAuthenticationToken
  LambdaPermissionError LambdaNotFound NoSuchAsyncRequest NoSuchObjectLockConfiguration NoSuchUpload
  NoSuchWebsiteConfiguration NoTransformationDefined ObjectLockConfigurationNotFoundError MethodNotAllowed
  BucketAlreadyExists
`
  .trim()
  .split(/\s+/)
