import { startServices, type Handlers, type ServiceOptions, type Services } from './services.ts'

/** What the AWS SDK would rather believe than our endpoints and keys (its credential chain). */
const OVERRIDING = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_USE_FIPS_ENDPOINT',
]

/** Makes a reader of this environment from now on find the embedded services, and nothing else. */
export function pointTo(services: Record<string, string>, environment: NodeJS.ProcessEnv): void {
  for (const name of OVERRIDING) delete environment[name]
  Object.assign(environment, services)
}

/**
 * Starts the whole product in this process: the services, then the two shipped Lambda handlers, unchanged,
 * and sets in `environment` (the process's own) where everything is.
 */
export async function startProduct(
  options: ServiceOptions,
  environment: NodeJS.ProcessEnv,
): Promise<Services> {
  const services = await startServices(options)
  pointTo(services.env, environment)
  services.connect(await entryPoints())
  return services
}

let starts = 0

/** The entry points read the environment as they load: imported only now, and a copy of their own for each later start. */
async function entryPoints(): Promise<Handlers> {
  starts += 1
  const [slack, reconcile] = await (starts === 1
    ? Promise.all([import('../../../bot/slack.lambda.ts'), import('../../../bot/reconcile.lambda.ts')])
    : Promise.all([copyOf<SlackEntry>('slack'), copyOf<ReconcileEntry>('reconcile')]))
  return { slack: slack.handler, reconcile: reconcile.handler }
}

type SlackEntry = typeof import('../../../bot/slack.lambda.ts')
type ReconcileEntry = typeof import('../../../bot/reconcile.lambda.ts')

const copyOf = async <T>(name: 'slack' | 'reconcile'): Promise<T> =>
  import(new URL(`../../../bot/${name}.lambda.ts?start=${starts}`, import.meta.url).href)
