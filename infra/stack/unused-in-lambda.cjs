// Stands in the bundle for what Bolt and the AWS SDK import and never call on Lambda: other transports, OAuth, and
// credentials from anywhere but the environment.
function unused() {
  throw new Error('not in the Lambda bundle')
}
module.exports = Object.assign(unused, {
  SocketModeClient: unused,
  InstallProvider: unused,
  Router: unused,
  fromContainerMetadata: unused,
  fromHttp: unused,
  fromIni: unused,
  fromInstanceMetadata: unused,
  fromLoginCredentials: unused,
  fromProcess: unused,
  fromSSO: unused,
  fromTokenFile: unused,
  fromWebToken: unused,
  default: unused,
})
