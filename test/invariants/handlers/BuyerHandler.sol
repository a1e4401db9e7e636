// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICheckout} from "../../../contracts/interfaces/ICheckout.sol";
import {IPaymentHubErrors} from "../../../contracts/interfaces/IPaymentHubErrors.sol";
import {PlainDeal} from "../../fixtures/PlainDeal.sol";
import {VM} from "../../fixtures/Vm.sol";
import {PairWorld, Purchase} from "../PairWorld.sol";
import {PairHandler} from "./PairHandler.sol";

/// @notice Buyers at the checkout, with ether and with wrapped ether, and traders who move the price between them.
contract BuyerHandler is PairHandler {
    uint256 private constant ANY_TIME = type(uint256).max;

    PlainDeal[] private _streams;
    uint256 private _refs;

    constructor(PairWorld world) PairHandler(world) {
        _addKind("order with ether");
        _addKind("order with wrapped ether");
        _addKind("stream with ether");
        _addKind("top-up with wrapped ether");
        _addKind("payment with ether");
        _addKind("payment with wrapped ether");
        _addKind("exactly the maximum");
        _addKind("no purchase above the maximum");
        _addKind("no purchase of the reserve");
        _addKind("no order with a wrong price");
        _addKind("sale");
        _addKind("gift to the checkout");
        _addKind("gift to the pair");
        _addKind("wait");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](7);
        list[0] = this.order.selector;
        list[1] = this.stream.selector;
        list[2] = this.pay.selector;
        list[3] = this.beRefused.selector;
        list[4] = this.sell.selector;
        list[5] = this.give.selector;
        list[6] = this.wait.selector;
    }

    // Purchases

    function order(uint256 seed) external {
        (bool possible, Purchase memory purchase) = _plan(seed);
        if (!possible) return;
        _open(seed, _newDeal(seed, purchase.bought, true), purchase);
        _count(_random(seed, 3) % 2 == 0 ? bytes32("order with ether") : bytes32("order with wrapped ether"));
    }

    /// @dev Opens a stream, or tops up an earlier one.
    function stream(uint256 seed) external {
        (bool possible, Purchase memory purchase) = _plan(seed);
        if (!possible) return;
        bool isTopUp = _streams.length != 0 && _random(seed, 4) % 2 == 0;
        PlainDeal memory deal =
            isTopUp ? _streams[_random(seed, 5) % _streams.length] : _newDeal(seed, purchase.bought, false);
        if (!isTopUp) _streams.push(deal);
        _open(seed, deal, purchase);
        bool withEther = _random(seed, 3) % 2 == 0;
        if (!isTopUp && withEther) _count("stream with ether");
        if (isTopUp && !withEther) _count("top-up with wrapped ether");
    }

    function pay(uint256 seed) external {
        (bool possible, Purchase memory purchase) = _plan(seed);
        if (!possible) return;
        address to = _world.member(_random(seed, 6));
        address buyer = _world.member(_random(seed, 2));
        bytes32 ref = bytes32(_random(seed, 7) % 2);
        uint256 had = _coin.balanceOf(to);
        bool withEther = _random(seed, 3) % 2 == 0;
        uint256[3] memory before = _world.assetsOf(buyer);
        VM.prank(buyer);
        if (withEther) _checkout.pay{value: purchase.maximum}(to, purchase.bought, ref, ANY_TIME);
        else _checkout.payWithWeth(to, purchase.bought, ref, purchase.maximum, ANY_TIME);
        purchase.received = _coin.balanceOf(to) - had;
        _note(purchase, buyer, before, withEther);
        _count(withEther ? bytes32("payment with ether") : bytes32("payment with wrapped ether"));
    }

    // Attacks

    function beRefused(uint256 seed) external {
        (bool possible, Purchase memory purchase) = _plan(seed);
        if (!possible) return;
        address buyer = _world.member(_random(seed, 2));
        uint256 less = purchase.priced - 1 - (_random(seed, 8) % purchase.priced);
        bytes memory error = abi.encodeWithSelector(
            ICheckout.CheckoutInputAboveMaximum.selector,
            purchase.priced,
            less
        );
        bytes memory data = abi.encodeCall(_checkout.pay, (buyer, purchase.bought, 0, ANY_TIME));
        _mustRefuse("no purchase above the maximum", buyer, address(_checkout), less, data, error);
        data = abi.encodeCall(_checkout.payWithWeth, (buyer, purchase.bought, 0, less, ANY_TIME));
        _mustRefuse("no purchase above the maximum", buyer, address(_checkout), 0, data, error);

        (uint256 coins, uint256 wei_) = _checkout.reserves();
        data = abi.encodeCall(_checkout.pay, (buyer, coins, 0, ANY_TIME));
        error = abi.encodeWithSelector(ICheckout.CheckoutInsufficientLiquidity.selector, coins, coins, wei_);
        _mustRefuse("no purchase of the reserve", buyer, address(_checkout), 1 ether, data, error);

        _refuseWrongPrice(seed, purchase);
    }

    /// @dev The hub's error undoes the purchase.
    function _refuseWrongPrice(uint256 seed, Purchase memory purchase) private {
        address buyer = _world.member(_random(seed, 2));
        PlainDeal memory deal = _newDeal(seed, purchase.bought + 1, true);
        bytes memory data = abi.encodeCall(_checkout.open, (deal.packed(), purchase.bought, "", ANY_TIME));
        bytes memory error = abi.encodeWithSelector(
            IPaymentHubErrors.HubWrongAmount.selector,
            0,
            deal.structHash(),
            purchase.bought,
            deal.price
        );
        _mustRefuse("no order with a wrong price", buyer, address(_checkout), purchase.maximum, data, error);
    }

    // Others

    /// @dev Sells SCV to the pair, which moves the price the other way.
    function sell(uint256 seed) external {
        (uint256 coins, uint256 wei_) = _checkout.reserves();
        if (coins < 1e9 || wei_ < 1e9) return;
        address seller = _world.member(_random(seed, 2));
        uint256 amount = _part(_random(seed, 1), coins) + 1e6;
        if (amount > _coin.balanceOf(seller)) return;
        uint256 output = (wei_ * amount * 997) / (coins * 1000 + amount * 997);
        if (output == 0) return;
        VM.prank(seller);
        _coin.transfer(address(_pair), amount);
        bool coinIsFirst = address(_coin) < address(_weth);
        VM.prank(seller);
        _pair.swap(coinIsFirst ? 0 : output, coinIsFirst ? output : 0, seller, "");
        _count("sale");
    }

    function give(uint256 seed) external {
        address giver = _world.member(_random(seed, 2));
        uint256 amount = 1 + (_random(seed, 1) % 1e15);
        uint256 asset = _random(seed, 3) % 4;
        if (asset == 3) {
            VM.prank(giver);
            _weth.transfer(address(_pair), amount);
            (bool success, ) = address(_pair).call(abi.encodeWithSignature("sync()"));
            if (success) _count("gift to the pair");
            return;
        }
        if (asset == 2) {
            VM.deal(address(_checkout), address(_checkout).balance + amount);
        } else {
            VM.prank(giver);
            if (asset == 0) _coin.transfer(address(_checkout), amount);
            else _weth.transfer(address(_checkout), amount);
        }
        _world.noteGift(asset, amount);
        _count("gift to the checkout");
    }

    function wait(uint256 seed) external {
        _world.warpTo(_world.time() + 1 + (_random(seed, 1) % 10 hours));
        _count("wait");
    }

    // Internal

    /// @dev Chooses an amount that the pair can sell, and a maximum that covers it.
    function _plan(uint256 seed) private returns (bool possible, Purchase memory purchase) {
        (uint256 coins, uint256 wei_) = _checkout.reserves();
        if (coins < 1e9 || wei_ < 1e9) return (false, purchase);
        purchase.bought = _part(_random(seed, 1), coins);
        purchase.priced = _checkout.inputFor(purchase.bought);
        uint256 slack = _random(seed, 9);
        purchase.maximum = purchase.priced + (slack % 3 == 0 ? 0 : slack % purchase.priced);
        if (purchase.maximum == purchase.priced) _count("exactly the maximum");
        address buyer = _world.member(_random(seed, 2));
        uint256[3] memory assets = _world.assetsOf(buyer);
        possible = purchase.maximum <= assets[1] && purchase.maximum <= assets[2];
    }

    function _open(uint256 seed, PlainDeal memory deal, Purchase memory purchase) private {
        address buyer = _world.member(_random(seed, 2));
        bool withEther = _random(seed, 3) % 2 == 0;
        uint256 had = _fundedOf(deal.structHash());
        uint256[3] memory before = _world.assetsOf(buyer);
        VM.prank(buyer);
        if (withEther) _checkout.open{value: purchase.maximum}(deal.packed(), purchase.bought, "", ANY_TIME);
        else _checkout.openWithWeth(deal.packed(), purchase.bought, "", purchase.maximum, ANY_TIME);
        purchase.received = _fundedOf(deal.structHash()) - had;
        _note(purchase, buyer, before, withEther);
        _world.noteDeal(deal.structHash(), purchase.bought);
    }

    function _note(Purchase memory purchase, address buyer, uint256[3] memory before, bool withEther) private {
        uint256[3] memory now_ = _world.assetsOf(buyer);
        purchase.spent = withEther ? before[2] - now_[2] : before[1] - now_[1];
        // What it did not pay with stays as it is.
        if (withEther ? before[1] != now_[1] : before[2] != now_[2]) purchase.spent = type(uint256).max;
        _world.notePurchase(purchase);
    }

    function _fundedOf(bytes32 id) private view returns (uint256 funded) {
        (funded, , , ) = _world.hub().escrowOf(id);
    }

    function _newDeal(uint256 seed, uint256 amount, bool isOrder) private returns (PlainDeal memory deal) {
        deal.payer = _world.member(_random(seed, 10));
        deal.payee = _world.member(_random(seed, 10) + 1);
        deal.price = isOrder ? uint96(amount) : 1;
        deal.period = isOrder ? 0 : 1;
        deal.start = isOrder ? 0 : uint40(_world.time());
        deal.deadline = isOrder ? uint40(_world.time() + 30 days) : 0;
        deal.window = isOrder ? 1 days : 0;
        deal.feeBps = 50;
        deal.ref = bytes32(++_refs);
    }
}
