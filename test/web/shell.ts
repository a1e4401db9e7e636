import { expect } from "chai";
import { onThePage } from "./harness/index.js";

onThePage("shell", (scene) => {
  it("takes test coins with an account of the local chain", async () => {
    const { page } = await scene().openPage({ account: 7 });
    await page.getByRole("button", { name: "Take test coins" }).click();
    await page.getByRole("button", { name: "Sign and send" }).click();
    await page.getByText("The coins are in your account").waitFor();
    await page.getByRole("banner").getByText("5 SCV").waitFor();
  });

  it("connects a wallet that announces itself", async () => {
    const wallet = await scene().newWallet();
    const { page } = await scene().openPage({ wallet, isConnected: false });
    await page.getByRole("button", { name: "Connect" }).first().click();
    await page.getByRole("button", { name: "Test Wallet" }).click();
    await page.getByRole("banner").getByText("2 SCV").waitFor();
    expect(wallet.asked).to.deep.equal(["eth_requestAccounts"]);
  });
});
