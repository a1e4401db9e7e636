import { expect } from "chai";
import { isPublicAddress } from "../../../packages/gateway/src/discovery/publicAddress.js";

describe("isPublicAddress", () => {
  for (const address of [
    "1.1.1.1",
    "8.8.8.8",
    "172.32.0.1",
    "100.128.0.1",
    "168.63.129.17",
    "2606:4700:4700::1111",
    "2a00:1450::1",
  ]) {
    it(`accepts the public address ${address}`, () => {
      expect(isPublicAddress(address)).to.equal(true);
    });
  }

  const refused = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "240.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "3fff::1",
    "5f00::1",
    "fec0::1",
    "::127.0.0.1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "localhost",
    "0x7f000001",
    "2130706433",
    "",
  ];
  for (const address of refused) {
    it(`rejects "${address}", which is not a public address`, () => {
      expect(isPublicAddress(address)).to.equal(false);
    });
  }
});
