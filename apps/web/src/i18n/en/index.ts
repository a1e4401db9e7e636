import { account } from "./account.ts";
import { common } from "./common.ts";
import { discover } from "./discover.ts";
import { flow } from "./flow.ts";
import { home } from "./home.ts";
import { orders } from "./orders.ts";
import { pay } from "./pay.ts";
import { provide } from "./provide.ts";
import { shell } from "./shell.ts";

/** English, which is also the type of every other language. One file for each area of the page. */
export const en = { common, shell, flow, home, discover, orders, pay, provide, account };
