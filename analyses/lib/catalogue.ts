// Generated from the folder by `npm run gen`. Do not edit.
import type { Analysis } from './analysis.ts'
import accessDenied from '../access-denied.ts'
import accessPointUsage from '../access-point-usage.ts'
import accountActivity from '../account-activity.ts'
import aclDependentRequests from '../acl-dependent-requests.ts'
import activity from '../activity.ts'
import anonymousAccess from '../anonymous-access.ts'
import applicationAttribution from '../application-attribution.ts'
import bruteForceThenSuccess from '../brute-force-then-success.ts'
import bucketConfigChanges from '../bucket-config-changes.ts'
import bucketDeleted from '../bucket-deleted.ts'
import bucketEnumeration from '../bucket-enumeration.ts'
import bulkDownload from '../bulk-download.ts'
import copyReport from '../copy-report.ts'
import copyToExternalBucket from '../copy-to-external-bucket.ts'
import coverage from '../coverage.ts'
import credentialFileRead from '../credential-file-read.ts'
import crossAccountAccess from '../cross-account-access.ts'
import decoyAccess from '../decoy-access.ts'
import duplicates from '../duplicates.ts'
import egressCost from '../egress-cost.ts'
import errorRate from '../error-rate.ts'
import errorsBy from '../errors-by.ts'
import exfiltrationThenDeletion from '../exfiltration-then-deletion.ts'
import exposure from '../exposure.ts'
import failedRequests from '../failed-requests.ts'
import firstByteVsTransfer from '../first-byte-vs-transfer.ts'
import geo from '../geo.ts'
import highRequestRate from '../high-request-rate.ts'
import incompleteMultipart from '../incomplete-multipart.ts'
import ipNotAllowed from '../ip-not-allowed.ts'
import largeTransfers from '../large-transfers.ts'
import largestObjectsServed from '../largest-objects-served.ts'
import lastAccessPerObject from '../last-access-per-object.ts'
import latencyBy from '../latency-by.ts'
import latencyOutliers from '../latency-outliers.ts'
import latencyOverTime from '../latency-over-time.ts'
import latencySlowest from '../latency-slowest.ts'
import lifecycleActions from '../lifecycle-actions.ts'
import lifecycleStatistics from '../lifecycle-statistics.ts'
import listHeavyClients from '../list-heavy-clients.ts'
import massDeletion from '../mass-deletion.ts'
import mostAccessedKeys from '../most-accessed-keys.ts'
import networkPath from '../network-path.ts'
import newOnBucket from '../new-on-bucket.ts'
import notModified from '../not-modified.ts'
import objectAccess from '../object-access.ts'
import objectDeletion from '../object-deletion.ts'
import objectEncryption from '../object-encryption.ts'
import objectHistory from '../object-history.ts'
import objectVersionsActivity from '../object-versions-activity.ts'
import operationsByRequester from '../operations-by-requester.ts'
import outdatedClients from '../outdated-clients.ts'
import outsideBusinessHours from '../outside-business-hours.ts'
import overview from '../overview.ts'
import overwrites from '../overwrites.ts'
import parseQuality from '../parse-quality.ts'
import partialGets from '../partial-gets.ts'
import postureEnumeration from '../posture-enumeration.ts'
import presignedUrlUse from '../presigned-url-use.ts'
import readThenOverwrite from '../read-then-overwrite.ts'
import redirects from '../redirects.ts'
import requestCost from '../request-cost.ts'
import requestLookup from '../request-lookup.ts'
import requestVolume from '../request-volume.ts'
import requestersByOperations from '../requesters-by-operations.ts'
import restores from '../restores.ts'
import rootUserActivity from '../root-user-activity.ts'
import salVsCloudtrail from '../sal-vs-cloudtrail.ts'
import securityControlTampering from '../security-control-tampering.ts'
import sequentialCopyGet from '../sequential-copy-get.ts'
import sourceRegion from '../source-region.ts'
import storageClassReads from '../storage-class-reads.ts'
import suspiciousUserAgent from '../suspicious-user-agent.ts'
import tellingUploads from '../telling-uploads.ts'
import throttling from '../throttling.ts'
import topClients from '../top-clients.ts'
import torOrThreatIp from '../tor-or-threat-ip.ts'
import trafficBy from '../traffic-by.ts'
import transport from '../transport.ts'
import unapprovedRequester from '../unapproved-requester.ts'
import unusedBuckets from '../unused-buckets.ts'
import weakenedControls from '../weakened-controls.ts'
import webAttackInUri from '../web-attack-in-uri.ts'

export const catalogue = {
  'access-denied': accessDenied,
  'access-point-usage': accessPointUsage,
  'account-activity': accountActivity,
  'acl-dependent-requests': aclDependentRequests,
  'activity': activity,
  'anonymous-access': anonymousAccess,
  'application-attribution': applicationAttribution,
  'brute-force-then-success': bruteForceThenSuccess,
  'bucket-config-changes': bucketConfigChanges,
  'bucket-deleted': bucketDeleted,
  'bucket-enumeration': bucketEnumeration,
  'bulk-download': bulkDownload,
  'copy-report': copyReport,
  'copy-to-external-bucket': copyToExternalBucket,
  'coverage': coverage,
  'credential-file-read': credentialFileRead,
  'cross-account-access': crossAccountAccess,
  'decoy-access': decoyAccess,
  'duplicates': duplicates,
  'egress-cost': egressCost,
  'error-rate': errorRate,
  'errors-by': errorsBy,
  'exfiltration-then-deletion': exfiltrationThenDeletion,
  'exposure': exposure,
  'failed-requests': failedRequests,
  'first-byte-vs-transfer': firstByteVsTransfer,
  'geo': geo,
  'high-request-rate': highRequestRate,
  'incomplete-multipart': incompleteMultipart,
  'ip-not-allowed': ipNotAllowed,
  'large-transfers': largeTransfers,
  'largest-objects-served': largestObjectsServed,
  'last-access-per-object': lastAccessPerObject,
  'latency-by': latencyBy,
  'latency-outliers': latencyOutliers,
  'latency-over-time': latencyOverTime,
  'latency-slowest': latencySlowest,
  'lifecycle-actions': lifecycleActions,
  'lifecycle-statistics': lifecycleStatistics,
  'list-heavy-clients': listHeavyClients,
  'mass-deletion': massDeletion,
  'most-accessed-keys': mostAccessedKeys,
  'network-path': networkPath,
  'new-on-bucket': newOnBucket,
  'not-modified': notModified,
  'object-access': objectAccess,
  'object-deletion': objectDeletion,
  'object-encryption': objectEncryption,
  'object-history': objectHistory,
  'object-versions-activity': objectVersionsActivity,
  'operations-by-requester': operationsByRequester,
  'outdated-clients': outdatedClients,
  'outside-business-hours': outsideBusinessHours,
  'overview': overview,
  'overwrites': overwrites,
  'parse-quality': parseQuality,
  'partial-gets': partialGets,
  'posture-enumeration': postureEnumeration,
  'presigned-url-use': presignedUrlUse,
  'read-then-overwrite': readThenOverwrite,
  'redirects': redirects,
  'request-cost': requestCost,
  'request-lookup': requestLookup,
  'request-volume': requestVolume,
  'requesters-by-operations': requestersByOperations,
  'restores': restores,
  'root-user-activity': rootUserActivity,
  'sal-vs-cloudtrail': salVsCloudtrail,
  'security-control-tampering': securityControlTampering,
  'sequential-copy-get': sequentialCopyGet,
  'source-region': sourceRegion,
  'storage-class-reads': storageClassReads,
  'suspicious-user-agent': suspiciousUserAgent,
  'telling-uploads': tellingUploads,
  'throttling': throttling,
  'top-clients': topClients,
  'tor-or-threat-ip': torOrThreatIp,
  'traffic-by': trafficBy,
  'transport': transport,
  'unapproved-requester': unapprovedRequester,
  'unused-buckets': unusedBuckets,
  'weakened-controls': weakenedControls,
  'web-attack-in-uri': webAttackInUri,
} as const satisfies Record<string, Analysis>

export type AnalysisId = keyof typeof catalogue
