import { expect } from "chai";
import { parseEther } from "ethers";
import { readLoanOfferText } from "../../apps/web/src/ui/loanOfferText.ts";
import { approve } from "../../packages/sdk/src/coin/index.js";
import { createPayoutAccount, loanOfferOf, readLoan, takeLoan } from "../../packages/sdk/src/credit/index.js";
import { violations } from "./harness/accessibility.js";
import { field, onThePage } from "./harness/index.js";

const DAY = 86_400n;

onThePage("the lender's form", (scene) => {
  it("offers a loan with a grace period, late interest and instalments, secured by all income", async function () {
    this.timeout(120_000);
    const { world, openPage, newWallet } = scene();
    const wallet = await newWallet();
    const taker = await world.client(await world.newAccount());
    const { account } = await createPayoutAccount(taker, {});
    const { page } = await openPage({ wallet, width: 360, route: "/credit/lend" });
    const review = page.getByRole("button", { name: "Review the offer" });
    const dialog = page.getByRole("dialog");
    await field(page, "Amount to lend").fill("1");
    await field(page, "Fixed charge").fill("0.31");
    await page.getByText(/^The charge can be at most 30 % of the amount: 0\.3\sSCV\.$/).waitFor();
    await field(page, "Fixed charge").fill("0.3");
    await field(page, "Interest, % in 365 days").fill("10");
    await field(page, "Late interest, % in 365 days").fill("9");
    await page.getByText("Late interest cannot be lower than the interest before: 10 %.").waitFor();
    await field(page, "Late interest, % in 365 days").fill("20");
    await field(page, "Grace period in days").fill("91");
    await page.getByText("Enter a whole number from 0 to 90.").waitFor();
    await field(page, "Grace period in days").fill("5");
    expect(await field(page, "Days between instalments").count()).to.equal(0);
    await field(page, "Instalments").fill("60");
    await field(page, "Days between instalments").fill("31");
    await page.getByText(/^The last instalment would be due in 1859 days\./).waitFor();
    expect(await violations(page, ["color-contrast", "label"])).to.deep.equal([]);
    await review.click();
    expect(await dialog.count()).to.equal(0);
    await field(page, "Instalments").fill("3");
    await field(page, "Days between instalments").fill("14");
    await field(page, "Payout account whose income is pledged (optional)").fill(account);
    await review.click();
    await dialog.getByText(/^From 5 days after a due date on, .* Interest is 20 % in 365 days/).waitFor();
    await dialog.getByText(/^All income of the payout account, which holds 0\sSCV now/).waitFor();
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByText("Signed. Send it to the borrower").waitFor();
    const offer = loanOfferOf(readLoanOfferText(await dialog.locator("code").first().innerText()));
    await approve(taker, { spender: taker.addresses.Credit, amount: parseEther("1") });
    const { loanId } = await takeLoan(taker, offer);
    const { loan } = await readLoan(taker, loanId);
    expect(loan).to.deep.include({ grace: 5n * DAY, period: 14n * DAY, instalments: 3n, income: true, pull: true });
    expect(loan.account).to.equal(account);
    expect(loan.lateRate / loan.rate).to.equal(2n);
  });

  it("asks for orders where there is no due date, and for nothing that only a due date needs", async () => {
    const { openPage, newWallet } = scene();
    const { page } = await openPage({ wallet: await newWallet(), locale: "zh-CN", route: "/credit/lend" });
    await field(page, "出借金额").fill("1");
    await field(page, "宽限期（天）").waitFor();
    await field(page, "首次到期（天）").fill("");
    await field(page, "宽限期（天）").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "检查要约" }).click();
    await page.getByText("没有到期日时只由订单偿还：请至少输入一个订单。").waitFor();
    expect(await page.getByRole("dialog").count()).to.equal(0);
  });
});
