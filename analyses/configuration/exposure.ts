import { EXPOSING, EXPOSURES, exposureBy, exposuresOf } from '../lib/policy/exposure.ts'
import { judgedChanges } from '../lib/shared/judged-changes.ts'

const preset = (
  finding: (typeof EXPOSURES)[number],
  title: string,
  answers: string,
  words: readonly string[],
) => ({
  title,
  answers,
  words,
  parameters: { finding },
})

export default judgedChanges({
  title: 'Public or cross-account access granted',
  answers: 'Was anything opened to the public or to other accounts?',
  words: [
    'public',
    'made public',
    'who can reach',
    'reachable',
    'exposure',
    'open',
    'exposed',
    'world readable',
    'leak',
    'shared',
    'block public access',
  ],
  findings: EXPOSURES,
  operations: [...Object.values(EXPOSING).flat(), 'DeleteBucketPolicy', 'DeleteAccessPointPolicy'],
  judgeChange: exposureBy,
  findingsOf: exposuresOf,
  nothing: 'No policy, ACL or access block was changed so as to open',
  notes: [
    'Each Allow statement is judged with its conditions; Deny statements and a public access block that may still stand in the way are not set off against it.',
    'Events of access points and of the account’s own access block name no bucket; they are judged, too, as far as they are in the logs of this Region.',
  ],
  accountWide: true,
  presets: {
    'bucket-policy-public': preset(
      'bucket policy open to anyone',
      'Public bucket policies',
      'Did a bucket policy let in anyone?',
      ['public policy', 'principal *', 'anonymous policy'],
    ),
    'bucket-policy-external-account': preset(
      'bucket policy open to other accounts',
      'Bucket policies for other accounts',
      'Did a bucket policy let in an account that is not ours?',
      ['cross-account policy', 'external account', 'third party'],
    ),
    'bucket-acl-public': preset(
      'bucket ACL open to anyone',
      'Public bucket ACLs',
      'Did the bucket’s ACL let in anyone?',
      ['public acl', 'allusers', 'public-read'],
    ),
    'object-acl-public': preset(
      'object ACL open to anyone',
      'Public object ACLs',
      'Was the ACL of an object opened to anyone?',
      ['public object', 'object acl', 'public-read'],
    ),
    'access-point-public': preset(
      'access point open to anyone',
      'Public access points',
      'Did the policy of an access point let in anyone?',
      ['access point policy'],
    ),
    'public-access-block-weakened': preset(
      'public access block weakened',
      'Public access block weakened',
      'Was the block on public access removed or weakened, of the bucket or the account?',
      ['block public access', 'bpa', 'public access block'],
    ),
  },
})
