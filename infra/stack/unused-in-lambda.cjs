// Stands in the bundle for what Bolt imports and its Lambda receiver never calls: other transports, OAuth.
function unused() {
  throw new Error('not in the Lambda bundle')
}
module.exports = Object.assign(unused, {
  SocketModeClient: unused,
  InstallProvider: unused,
  Router: unused,
  default: unused,
})
