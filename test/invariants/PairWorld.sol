// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Checkout} from "../../contracts/Checkout.sol";
import {PairLiquidity} from "../../contracts/PairLiquidity.sol";
import {PaymentHub} from "../../contracts/PaymentHub.sol";
import {ServiceCoin} from "../../contracts/ServiceCoin.sol";
import {Treasury} from "../../contracts/Treasury.sol";
import {IUniswapV2Pair} from "../../contracts/interfaces/external/IUniswapV2Pair.sol";
import {IWETH} from "../../contracts/interfaces/external/IWETH.sol";
import {deploy} from "../fixtures/Deploy.sol";
import {deployUniswap, FACTORY_BUILD, WETH_BUILD} from "../fixtures/Uniswap.sol";
import {VM} from "../fixtures/Vm.sol";

/// @notice A purchase that went through. Amounts are base units of SCV and wei.
/// @param priced What the pair's rule asked for just before.
/// @param maximum What the buyer allowed.
/// @param spent What the buyer lost, as its balance showed.
/// @param bought What was bought.
/// @param received What the account or the deal got.
struct Purchase {
    uint256 priced;
    uint256 maximum;
    uint256 spent;
    uint256 bought;
    uint256 received;
}

/// @notice A change of liquidity by the treasury.
/// @param least The proposal's minima of SCV and wei.
/// @param moved SCV and wei that went into the pair or came out of it.
/// @param changed How much the treasury's own balances of SCV and wei changed.
/// @param at When it happened.
struct LiquidityChange {
    uint256[2] least;
    uint256[2] moved;
    uint256[2] changed;
    uint256 at;
    bool isAddition;
}

/// @notice A deal that was paid by the checkout.
struct PaidDeal {
    bytes32 id;
    uint256 funded;
}

/// @notice Checkout and PairLiquidity under test, at the real Uniswap V2. The handlers note here what happened.
contract PairWorld {
    uint256 private constant START = 1_800_000_000;
    uint256 private constant MEMBERS = 4;
    uint256 private constant SHARE = 1_000_000e18;
    uint256 private constant ETHER = 10_000e18;

    uint256 public constant SUPPLY = (MEMBERS + 1) * SHARE;
    uint256 public constant PERIOD = 1 days;
    /// @dev Most SCV and wei that may leave the treasury within a period.
    uint256 public constant COIN_CAP = 2_000e18;
    uint256 public constant ETHER_CAP = 20e18;
    /// @dev Owner of treasury and hub.
    address public constant OWNER = address(0xDA0);
    address public constant STRANGER = address(0x57a6e5);

    ServiceCoin public immutable coin;
    Treasury public immutable treasury;
    PaymentHub public immutable hub;
    IWETH public immutable weth;
    Checkout public immutable checkout;
    PairLiquidity public immutable liquidity;
    IUniswapV2Pair public immutable pair;

    address[] private _members;
    Purchase[] private _purchases;
    PaidDeal[] private _deals;
    LiquidityChange[] private _changes;
    /// @dev SCV, wrapped ether and ether that were given to the checkout.
    uint256[3] private _gifts;
    /// @dev Liquidity tokens that the treasury must have.
    uint256 public tokens;
    uint256 public time;

    constructor() {
        warpTo(START);
        coin = ServiceCoin(deploy("ServiceCoin", abi.encode(address(this), address(this), SUPPLY, SUPPLY)));
        treasury = Treasury(payable(deploy("Treasury", abi.encode(OWNER, coin))));
        hub = PaymentHub(deploy("PaymentHub", abi.encode(OWNER, coin, treasury)));
        weth = IWETH(deployUniswap(WETH_BUILD, ""));
        address factory = deployUniswap(FACTORY_BUILD, abi.encode(address(this)));
        checkout = Checkout(deploy("Checkout", abi.encode(coin, hub, weth, factory)));
        liquidity = PairLiquidity(payable(deploy("PairLiquidity", abi.encode(checkout))));
        pair = checkout.pair();
        for (uint256 key = 1; key <= MEMBERS; ++key) _addMember(VM.addr(key));
        coin.transfer(address(treasury), SHARE);
        VM.deal(address(treasury), ETHER);
        VM.prank(OWNER);
        hub.setFee(50);
        VM.prank(OWNER);
        treasury.setCap(address(coin), COIN_CAP, PERIOD);
        VM.prank(OWNER);
        treasury.setCap(address(0), ETHER_CAP, PERIOD);
    }

    // Lists

    function member(uint256 seed) external view returns (address) {
        return _members[seed % MEMBERS];
    }

    function purchases() external view returns (Purchase[] memory) {
        return _purchases;
    }

    function deals() external view returns (PaidDeal[] memory) {
        return _deals;
    }

    function changes() external view returns (LiquidityChange[] memory) {
        return _changes;
    }

    function gifts() external view returns (uint256[3] memory) {
        return _gifts;
    }

    /// @dev SCV, wrapped ether and ether of an account.
    function assetsOf(address account) public view returns (uint256[3] memory) {
        return [coin.balanceOf(account), weth.balanceOf(account), account.balance];
    }

    // Notes

    function notePurchase(Purchase calldata purchase) external {
        _purchases.push(purchase);
    }

    function noteDeal(bytes32 id, uint256 amount) external {
        for (uint256 i = 0; i < _deals.length; ++i) {
            if (_deals[i].id != id) continue;
            _deals[i].funded += amount;
            return;
        }
        _deals.push(PaidDeal(id, amount));
    }

    function noteChange(LiquidityChange calldata change, uint256 tokens_) external {
        _changes.push(change);
        tokens = change.isAddition ? tokens + tokens_ : tokens - tokens_;
    }

    function noteGift(uint256 asset, uint256 amount) external {
        _gifts[asset] += amount;
    }

    function warpTo(uint256 time_) public {
        time = time_;
        VM.warp(time_);
    }

    // Internal

    function _addMember(address account) private {
        _members.push(account);
        coin.transfer(account, SHARE);
        VM.deal(account, 2 * ETHER);
        VM.prank(account);
        weth.deposit{value: ETHER}();
        VM.prank(account);
        weth.approve(address(checkout), type(uint256).max);
    }
}
