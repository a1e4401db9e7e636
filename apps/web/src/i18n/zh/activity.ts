import type { Text } from "../text.ts";

export const activity: Text["activity"] = {
  title: "动态",
  intro: "合约的所有事件，最新的在前。",
  live: "实时",
  connecting: "连接中…",
  mine: "只看与我的账户有关的",
  nothing: "最近没有任何活动。",
};
