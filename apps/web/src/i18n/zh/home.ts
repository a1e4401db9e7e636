import type { Text } from "../text.ts";

export const home: Text["home"] = {
  title: "为服务付款，共同管理资金。",
  intro:
    "ServiceCoin（SCV）是一种带有 DAO 的支付代币。寻找服务，把款项存入托管，交付后放款。成员锁定代币，投票决定国库支付什么。",
  find: "寻找服务",
  offer: "提供服务",
  vote: "参与 DAO 投票",
  yours: "您的账户",
  balance: "余额",
  locked: "锁定用于投票",
  votes: "投票权",
  paid: "已支付",
  earned: "已收入",
  connectHint: "连接钱包以查看您的余额和交易。",
  faucet: "领取测试币",
  faucetEther: "发送 10 ETH",
  faucetCoins: (amount) => `发送 ${amount}`,
  faucetDone: "测试币已到账。",
  faucetHint: "这是本地链：它的代币没有价值。",
  latest: "最新服务",
  noServices: "还没有注册的服务。",
};
