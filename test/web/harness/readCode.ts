import jsqr from "jsqr";
import type { BrowserContext, Locator } from "playwright-core";

/** The text of a QR code on a page, read from its picture. */
export async function readCode(code: Locator, context: BrowserContext): Promise<string | undefined> {
  const picture = (await code.screenshot()).toString("base64");
  // The page may not load the picture: another one turns it into pixels.
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
  await camera.close();
  return jsqr.default(Uint8ClampedArray.from(pixels), width, height)?.data;
}
