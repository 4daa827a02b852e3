internal import HTTP

extension Publication {
  static let routes: [Route] = publicRoutes + officeRoutes
}
