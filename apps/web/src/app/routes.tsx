import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
} from "@tanstack/react-router";
import { BrokenScreen, NotFoundScreen } from "./BrokenScreen.tsx";
import { Shell } from "./Shell.tsx";
import { Loading } from "../ui/States.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundScreen, errorComponent: BrokenScreen });

/** A screen that is loaded when it is opened. */
function screen<Path extends string>(path: Path, load: () => Promise<{ Screen: RouteComponent }>) {
  return createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load, "Screen"),
    pendingComponent: Loading,
    errorComponent: BrokenScreen,
  });
}

const tree = root.addChildren([
  screen("/", () => import("../screens/home/Home.tsx")),
  screen("/discover", () => import("../screens/discover/Discover.tsx")),
  screen("/services/$id", () => import("../screens/service/Service.tsx")),
  screen("/deals", () => import("../screens/deals/Deals.tsx")),
  screen("/deals/$id", () => import("../screens/deal/Deal.tsx")),
  screen("/mandates/$id", () => import("../screens/mandate/Mandate.tsx")),
  screen("/pay", () => import("../screens/pay/Pay.tsx")),
  screen("/pay/quote", () => import("../screens/quote/Quote.tsx")),
  screen("/pay/$tab", () => import("../screens/pay/Pay.tsx")),
  screen("/signed", () => import("../screens/signed/Signed.tsx")),
  screen("/provide", () => import("../screens/provide/Provide.tsx")),
  screen("/provide/$tab", () => import("../screens/provide/Provide.tsx")),
  screen("/credit", () => import("../screens/credit/Credit.tsx")),
  screen("/credit/offer", () => import("../screens/loanOffer/LoanOffer.tsx")),
  screen("/credit/$tab", () => import("../screens/credit/Credit.tsx")),
  screen("/loans/$id", () => import("../screens/loan/Loan.tsx")),
  screen("/dao", () => import("../screens/dao/Dao.tsx")),
  screen("/propose", () => import("../screens/propose/Propose.tsx")),
  screen("/proposals/$id", () => import("../screens/proposal/Proposal.tsx")),
  screen("/treasury", () => import("../screens/treasury/Treasury.tsx")),
  screen("/statistics", () => import("../screens/statistics/Statistics.tsx")),
  screen("/activity", () => import("../screens/activity/Activity.tsx")),
  screen("/explorer", () => import("../screens/explorer/Explorer.tsx")),
  screen("/blocks/$number", () => import("../screens/explorer/Block.tsx")),
  screen("/transactions/$hash", () => import("../screens/explorer/Transaction.tsx")),
  screen("/accounts/$address", () => import("../screens/account/Account.tsx")),
  screen("/settings", () => import("../screens/settings/Settings.tsx")),
]);

/** Routes are in the fragment (`#/deals`), so that any host of static files can serve the page. */
export function createRouterOf() {
  return createRouter({
    routeTree: tree,
    history: createHashHistory(),
    defaultPendingMs: 200,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createRouterOf>;
  }
}
