import { expect } from "chai";
import { onThePage } from "./harness/index.js";
import { holdMandate } from "./harness/mandate.js";

onThePage("wallets", (scene) => {
  it("takes test coins with an account of the local chain", async () => {
    const { page } = await scene().openPage({ account: 7 });
    await page.getByRole("button", { name: "Take test coins" }).click();
    await page.getByRole("button", { name: "Sign and send" }).click();
    await page.getByText("The coins are in your account").waitFor();
    await page.getByRole("banner").getByText("5 SCV").waitFor();
  });

  it("takes no test coins while the node is away, and then takes them", async () => {
    const { page, cutOffNode } = await scene().openPage({ account: "guardian" });
    await page.getByRole("button", { name: "Take test coins" }).click();
    await page.getByRole("button", { name: "Sign and send" }).waitFor();
    const restore = await cutOffNode();
    await page.getByRole("button", { name: "Sign and send" }).click();
    await page.getByRole("alert").getByText("Nothing was sent").waitFor();
    await restore();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Sign and send" }).click();
    await page.getByText("The coins are in your account").waitFor();
  });

  it("connects from where an account is needed", async () => {
    const { page, go } = await scene().openPage({ route: "/dao" });
    await page.getByRole("main").getByRole("button", { name: "Connect a wallet" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Account 3" }).click();
    await page.getByText("Free to lock").waitFor();
    await go("/deals");
    await page.getByText("Your side").waitFor();
    expect(await page.getByRole("button", { name: "Connect a wallet" }).count()).to.equal(0);
  });

  it("connects a wallet that announces itself, and knows it again after a reload without asking", async () => {
    const wallet = await scene().newWallet();
    const { page } = await scene().openPage({ wallet, isConnected: false });
    await page.getByRole("banner").getByRole("button", { name: "Connect" }).click();
    await page.getByRole("button", { name: "Test Wallet" }).click();
    await page.getByRole("banner").getByText("2 SCV").waitFor();
    await page.reload();
    await page.getByRole("banner").getByText("2 SCV").waitFor();
    expect(wallet.asked).to.deep.equal(["eth_requestAccounts"]);
  });

  it("says calmly that the user let no account be seen", async () => {
    const wallet = await scene().newWallet();
    wallet.policy = "reject";
    const { page } = await scene().openPage({ wallet, isConnected: false });
    await page.getByRole("banner").getByRole("button", { name: "Connect" }).click();
    await page.getByRole("button", { name: "Test Wallet" }).click();
    await page.getByText("Test Wallet did not connect. Nothing was shared.").waitFor();
  });

  it("turns a circle while it waits, but not for a user who wants less motion", async () => {
    const { page, dialog, wallet } = await holdMandate(scene());
    await dialog.getByRole("status").waitFor();
    const moving = () => page.evaluate(() => document.getAnimations().length);
    expect(await moving()).to.equal(0);
    await page.emulateMedia({ reducedMotion: "no-preference" });
    expect(await moving()).to.be.above(0);
    wallet.answer(false);
  });

  it("follows the account that the user chooses in the wallet", async () => {
    const { world, openPage, newWallet } = scene();
    const wallet = await newWallet();
    const { page } = await openPage({ wallet });
    await page.getByRole("banner").getByText("2 SCV").waitFor();
    await wallet.setAccount(await world.newAccount("1.5"));
    await page.getByRole("banner").getByText("1.5 SCV").waitFor();
  });

  it("shows a wrong network as what it is, and switches the wallet to one that it did not know", async () => {
    const { world, openPage, newWallet } = scene();
    const wallet = await newWallet();
    await wallet.setChain(1);
    wallet.chains.delete(31337);
    const { page } = await openPage({ wallet, route: `/services/${await world.service()}` });
    await page.getByText("Your wallet is on another network. Switch it to Local chain to sign.").waitFor();
    await page.getByRole("button", { name: "Order it" }).click();
    await page.getByText("Your wallet is on another network: switch it first.").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("button", { name: "Switch network" }).click();
    await page.getByText("Your wallet is on another network").waitFor({ state: "detached" });
    expect(wallet.asked).to.deep.equal(["wallet_switchEthereumChain", "wallet_addEthereumChain"]);
    await page.getByRole("button", { name: "Order it" }).click();
    await page.getByRole("button", { name: "Sign in the wallet" }).click();
    await page.getByText("You ordered from").waitFor();
  });
});
