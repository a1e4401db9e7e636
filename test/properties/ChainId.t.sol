// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PaymentHub} from "../../contracts/PaymentHub.sol";
import {ServiceCoin} from "../../contracts/ServiceCoin.sol";
import {IPaymentHubErrors} from "../../contracts/interfaces/IPaymentHubErrors.sol";
import {Deal, DealStatus, Release} from "../../contracts/types/Deal.sol";
import {Mandate} from "../../contracts/types/Mandate.sol";
import {deploy} from "../fixtures/Deploy.sol";
import {PlainDeal, hubDomain, mandateHash} from "../fixtures/PlainDeal.sol";
import {VM, signBytes, typedDigest} from "../fixtures/Vm.sol";

/// @notice A fork gives the chain another id, while deals and mandates are in every state.
contract ChainIdTest {
    uint256 private constant START = 1_800_000_000;
    uint256 private constant SUPPLY = 1e24;
    uint256 private constant PAYER_KEY = 0xa1;
    uint256 private constant PAYEE_KEY = 0xa2;
    address private constant TREASURY = address(0xa4);

    ServiceCoin private _coin;
    PaymentHub private _hub;
    address private _payer;
    address private _payee;

    function setUp() external {
        VM.warp(START);
        (_payer, _payee) = (VM.addr(PAYER_KEY), VM.addr(PAYEE_KEY));
        _coin = ServiceCoin(deploy("ServiceCoin", abi.encode(address(this), _payer, SUPPLY, SUPPLY)));
        _hub = PaymentHub(deploy("PaymentHub", abi.encode(address(this), _coin, TREASURY)));
        VM.prank(_payer);
        _coin.approve(address(_hub), type(uint256).max);
    }

    function testFuzz_openDealsCanStillBeMoved(uint32 chainId, uint64 price) external {
        Deal memory order = _order(price, "order").packed();
        Deal memory stream = _stream("stream").packed();
        _open(order, order.terms.price());
        _open(stream, 1_000);
        _fork(chainId);

        VM.prank(_payer);
        _hub.release(order, order.terms.price());
        VM.warp(START + 100);
        _hub.claim(stream);
        VM.prank(_payer);
        _hub.cancel(stream);

        VM.assertEq(_coin.balanceOf(_payee), order.terms.price() + 100, "paid");
        VM.assertEq(_coin.balanceOf(address(_hub)), 0, "left in the hub");
    }

    function testFuzz_closedDealsStayClosed(uint32 chainId, uint64 price) external {
        PlainDeal memory released = _order(price, "released");
        _open(released.packed(), released.price);
        VM.prank(_payer);
        _hub.release(released.packed(), released.price);
        PlainDeal memory voided = _order(price, "voided");
        VM.prank(_payee);
        _hub.void(voided.packed());
        _fork(chainId);

        bytes memory closed = _wrongStatus(released, DealStatus.Closed);
        bytes memory signature = _sign(PAYER_KEY, released.structHash());
        VM.expectRevert(closed);
        _hub.openSigned(released.packed(), signature);
        _refuseOpening(released, closed);
        _refuseOpening(voided, _wrongStatus(voided, DealStatus.Closed));
    }

    function testFuzz_aVoidedQuoteStaysVoided(uint32 chainId, uint64 price) external {
        PlainDeal memory quoted = _order(price, "quoted");
        VM.prank(_payee);
        _hub.void(quoted.forPayer(address(0)).packed());
        _fork(chainId);

        bytes memory quote = _sign(PAYEE_KEY, quoted.quoteHash());
        VM.expectRevert(_wrongStatus(quoted.forPayer(address(0)), DealStatus.Closed));
        VM.prank(_payer);
        _hub.open(quoted.packed(), quoted.price, quote);
    }

    function testFuzz_aUsedSignatureStaysUsed(uint32 chainId) external {
        PlainDeal memory stream = _stream("signed");
        stream.deadline = uint40(START + 1_000);
        _hub.openSigned(stream.packed(), _sign(PAYER_KEY, stream.structHash()));
        _fork(chainId);

        bytes memory signature = _sign(PAYER_KEY, stream.structHash());
        VM.expectRevert(_wrongStatus(stream, DealStatus.Open));
        _hub.openSigned(stream.packed(), signature);
    }

    function testFuzz_signaturesOfTheOldChainAreVoid(uint32 chainId, uint64 price) external {
        PlainDeal memory order = _order(price, "unopened");
        PlainDeal memory open = _order(price, "open");
        _open(open.packed(), open.price);
        bytes memory opening = _sign(PAYER_KEY, order.structHash());
        Release[] memory releases = new Release[](1);
        releases[0] = Release(open.packed(), open.price, _sign(PAYER_KEY, open.releaseHash(open.price)));
        _fork(chainId);

        VM.expectRevert(_invalidSignature(order.structHash()));
        _hub.openSigned(order.packed(), opening);
        VM.expectRevert(_invalidSignature(open.structHash()));
        _hub.releaseSigned(releases);

        _hub.openSigned(order.packed(), _sign(PAYER_KEY, order.structHash()));
        releases[0].signature = _sign(PAYER_KEY, open.releaseHash(open.price));
        _hub.releaseSigned(releases);
        VM.assertEq(_coin.balanceOf(_payee), open.price, "released");
    }

    function testFuzz_mandatesKeepTheirStateAndTheirLimit(uint32 chainId) external {
        Mandate memory accepted = Mandate(_payer, _payee, 1_000, 1 days, uint40(START), 0, 0, "accepted");
        Mandate memory revoked = Mandate(_payer, _payee, 1_000, 1 days, uint40(START), 0, 0, "revoked");
        VM.prank(_payer);
        _hub.accept(accepted);
        VM.prank(_payee);
        _hub.charge(accepted, 600, "");
        VM.prank(_payer);
        _hub.revoke(revoked);
        _fork(chainId);

        VM.assertEq(_hub.chargeableOf(accepted), 400, "left of the limit");
        VM.prank(_payee);
        _hub.charge(accepted, 400, "");
        bytes32 id = mandateHash(revoked);
        bytes memory signature = _sign(PAYER_KEY, id);
        VM.expectRevert(abi.encodeWithSelector(IPaymentHubErrors.HubRevoked.selector, 0, id));
        VM.prank(_payee);
        _hub.charge(revoked, 1, signature);
    }

    function _order(uint256 price, bytes32 ref) private view returns (PlainDeal memory deal) {
        (deal.payer, deal.payee, deal.ref) = (_payer, _payee, ref);
        (deal.price, deal.deadline) = (uint96(price % 1e18) + 1, uint40(START + 1 days));
    }

    function _stream(bytes32 ref) private view returns (PlainDeal memory deal) {
        (deal.payer, deal.payee, deal.ref) = (_payer, _payee, ref);
        (deal.price, deal.period, deal.start) = (1, 1, uint40(START));
    }

    function _open(Deal memory deal, uint256 amount) private {
        VM.prank(_payer);
        _hub.open(deal, amount, "");
    }

    function _refuseOpening(PlainDeal memory deal, bytes memory expected) private {
        VM.expectRevert(expected);
        VM.prank(_payer);
        _hub.open(deal.packed(), deal.price, "");
    }

    function _fork(uint32 chainId) private {
        bytes32 before = hubDomain(address(_hub));
        VM.chainId(uint256(chainId) + 1_000_000);
        VM.assertNotEq(hubDomain(address(_hub)), before, "domain");
    }

    function _sign(uint256 key, bytes32 structHash) private view returns (bytes memory) {
        return signBytes(key, typedDigest(hubDomain(address(_hub)), structHash));
    }

    function _wrongStatus(PlainDeal memory deal, DealStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentHubErrors.HubWrongStatus.selector, 0, deal.structHash(), status);
    }

    function _invalidSignature(bytes32 id) private view returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentHubErrors.HubInvalidSignature.selector, 0, id, _payer);
    }
}
