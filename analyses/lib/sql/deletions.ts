export { deletionKind, isMarker, isPermanent, namesVersion } from '../meaning/deletion.ts'
export { isDeletion, isRequestedDeletion } from '../meaning/operation.ts'
