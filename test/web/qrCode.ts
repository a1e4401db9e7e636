import { expect } from "chai";
import jsqr from "jsqr";
import { field, onThePage } from "./harness/index.js";

onThePage("QR code", (scene) => {
  it("is read by a phone from the dark screen, as a transfer of the coin to the account", async () => {
    const { world, openPage } = scene();
    const { page, context } = await openPage({ account: "dave", scheme: "dark", width: 360, route: "/pay/request" });
    await field(page, "Amount").fill("1.25");
    const code = page.getByRole("img", { name: "Code for phone wallets" });
    const picture = (await code.screenshot()).toString("base64");
    // Another page turns the file into pixels: this one may not load it.
    const camera = await context.newPage();
    const { pixels, width, height } = await camera.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const drawing = canvas.getContext("2d");
      drawing?.drawImage(image, 0, 0);
      const { data = [] } = drawing?.getImageData(0, 0, image.width, image.height) ?? {};
      return { pixels: [...data], width: image.width, height: image.height };
    }, picture);
    const read = jsqr.default(Uint8ClampedArray.from(pixels), width, height);
    const coin = world.deployment.contracts.ServiceCoin.address;
    const to = world.account("dave").address;
    expect(read?.data).to.equal(`ethereum:${coin}@31337/transfer?address=${to}&uint256=1250000000000000000`);
  });
});
