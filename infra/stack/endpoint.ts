import { Fn } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { HttpApi, HttpMethod, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { type Function, FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { Deployment } from '../settings/settings.ts'
import { acknowledge, nist } from './acknowledge.ts'

/** Where Slack sends what people do; its signature, checked by the function, is who may call. @returns the URL */
export function endpoint(scope: Construct, deployment: Deployment, fn: Function, logs: LogGroup): string {
  return deployment.aws.endpoint === 'http-api' ? httpApi(scope, fn, logs) : functionUrl(fn)
}

function functionUrl(fn: Function): string {
  const { url } = fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE })
  acknowledge(fn, nist('LambdaFunctionPublicAccessProhibited', SIGNED))
  return url
}

/** For Regions without function URLs, and organisations that forbid them. */
function httpApi(scope: Construct, fn: Function, logs: LogGroup): string {
  const api = new HttpApi(scope, 'SlackApi', {
    description: 'What Slack sends to s3audit',
    createDefaultStage: false,
  })
  api.addRoutes({
    path: '/slack/events',
    methods: [HttpMethod.POST],
    integration: new HttpLambdaIntegration('Slack', fn),
  })
  api.addStage('Live', {
    autoDeploy: true,
    throttle: { rateLimit: 20, burstLimit: 40 },
    accessLogSettings: {
      destination: new LogGroupLogDestination(logs),
      format: AccessLogFormat.jsonWithStandardFields(),
    },
  })
  acknowledge(api, { 'AwsSolutions-APIG4': SIGNED })
  return Fn.join('', [api.apiEndpoint, '/slack/events'])
}

const SIGNED =
  'Slack cannot sign as AWS does. Each request carries Slack’s own signature (HMAC-SHA256 over its body and time), without which nothing is done.'
