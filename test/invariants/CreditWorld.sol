// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Credit} from "../../contracts/Credit.sol";
import {PaymentHub} from "../../contracts/PaymentHub.sol";
import {ServiceCoin} from "../../contracts/ServiceCoin.sol";
import {DealStatus} from "../../contracts/types/Deal.sol";
import {Loan, LoanStatus, PledgedOrder} from "../../contracts/types/Loan.sol";
import {deploy} from "../fixtures/Deploy.sol";
import {PlainDeal} from "../fixtures/PlainDeal.sol";
import {VM, signBytes} from "../fixtures/Vm.sol";

/// @notice A loan that was taken, and what its lender received.
/// @param base Principal and fixed charge.
/// @param received Base units repaid and collected, as the lender's balance showed.
struct LoanGhost {
    bytes32 id;
    address lender;
    address borrower;
    address account;
    uint256 amount;
    uint256 base;
    uint256 lateRate;
    uint256 takenAt;
    uint256 received;
    bool hasDue;
}

/// @notice Credit under test, with payout accounts and orders that pay them. The handlers note here what each lender
/// receives.
contract CreditWorld {
    uint256 private constant START = 1_800_000_000;
    uint256 private constant MEMBERS = 6;
    uint256 private constant ACCOUNTS = 3;
    uint256 private constant SHARE = 1e27;
    /// @dev Number of latest orders and loans that calls choose from.
    uint256 private constant WITHIN_REACH = 16;
    /// @dev Number of active loans at which no more are taken.
    uint256 private constant CROWD = 10;

    uint256 public constant SUPPLY = MEMBERS * SHARE;
    /// @dev Owner of the hub and of `Credit`.
    address public constant OWNER = address(0xDA0);
    /// @dev Not a party to any loan or order.
    address public constant STRANGER = address(0x57a6e5);

    ServiceCoin public immutable coin;
    PaymentHub public immutable hub;
    Credit public immutable credit;
    address public immutable treasury;

    address[] private _members;
    address[] private _accounts;
    PlainDeal[] private _orders;
    LoanGhost[] private _loans;
    mapping(address member => uint256) public keyOf;
    uint256 public time;
    uint256 private _refs;

    constructor() {
        warpTo(START);
        coin = ServiceCoin(deploy("ServiceCoin", abi.encode(address(this), address(this), SUPPLY, SUPPLY)));
        treasury = deploy("Treasury", abi.encode(OWNER, coin));
        hub = PaymentHub(deploy("PaymentHub", abi.encode(OWNER, coin, treasury)));
        address implementation = deploy("PayoutAccount", abi.encode(coin, hub, address(this)));
        credit = Credit(deploy("Credit", abi.encode(OWNER, coin, hub, treasury, implementation)));
        for (uint256 key = 1; key <= MEMBERS; ++key) {
            address member_ = VM.addr(key);
            _members.push(member_);
            keyOf[member_] = key;
            coin.transfer(member_, SHARE);
            VM.prank(member_);
            coin.approve(address(hub), type(uint256).max);
            VM.prank(member_);
            coin.approve(address(credit), type(uint256).max);
        }
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            VM.prank(_members[i]);
            _accounts.push(credit.createAccount(bytes32(i)));
        }
        VM.prank(OWNER);
        hub.setFee(50);
        VM.prank(OWNER);
        credit.setFee(25);
    }

    // Lists

    function member(uint256 seed) public view returns (address) {
        return _members[seed % MEMBERS];
    }

    function account(uint256 seed) external view returns (address) {
        return _accounts[seed % ACCOUNTS];
    }

    function accounts() external view returns (address[] memory) {
        return _accounts;
    }

    function loans() external view returns (LoanGhost[] memory) {
        return _loans;
    }

    function activeLoans() public view returns (LoanGhost[] memory list) {
        list = new LoanGhost[](_loans.length);
        uint256 count = 0;
        for (uint256 i = 0; i < _loans.length; ++i) if (isActive(_loans[i].id)) list[count++] = _loans[i];
        assembly ("memory-safe") {
            mstore(list, count)
        }
    }

    function isCrowded() external view returns (bool) {
        return activeLoans().length >= CROWD;
    }

    function isActive(bytes32 id) public view returns (bool) {
        return credit.loanOf(id).status == LoanStatus.Active;
    }

    /// @dev Returns the latest orders, beginning anywhere.
    function orders(uint256 seed) public view returns (PlainDeal[] memory list) {
        uint256 count = _orders.length < WITHIN_REACH ? _orders.length : WITHIN_REACH;
        list = new PlainDeal[](count);
        for (uint256 i = 0; i < count; ++i) {
            list[i] = _orders[_orders.length - 1 - addmod(seed, i, count)];
        }
    }

    function statusOf(PlainDeal memory order) public view returns (DealStatus status) {
        (, , , status) = hub.escrowOf(order.structHash());
    }

    /// @dev Returns orders of an account that can be pledged, three at most.
    function freeOrders(address payee, uint256 seed) external view returns (PlainDeal[] memory free) {
        PlainDeal[] memory all = orders(seed);
        free = new PlainDeal[](3);
        uint256 count = 0;
        for (uint256 i = 0; i < all.length && count < 3; ++i) {
            DealStatus status = statusOf(all[i]);
            bool live = status == DealStatus.Open || status == DealStatus.Delivered;
            if (all[i].payee == payee && live && pledgesOf(all[i].structHash()) == 0) free[count++] = all[i];
        }
        assembly ("memory-safe") {
            mstore(free, count)
        }
    }

    /// @notice Returns how many active loans an order is pledged to.
    function pledgesOf(bytes32 order) public view returns (uint256 count) {
        for (uint256 i = 0; i < _loans.length; ++i) {
            PledgedOrder[] memory pledged = credit.ordersOf(_loans[i].id);
            for (uint256 j = 0; j < pledged.length; ++j) if (pledged[j].id == order) ++count;
        }
    }

    function held() external view returns (uint256 sum) {
        sum = coin.balanceOf(treasury) + coin.balanceOf(address(hub)) + coin.balanceOf(address(credit));
        sum += coin.balanceOf(OWNER) + coin.balanceOf(STRANGER);
        for (uint256 i = 0; i < MEMBERS; ++i) sum += coin.balanceOf(_members[i]);
        for (uint256 i = 0; i < ACCOUNTS; ++i) sum += coin.balanceOf(_accounts[i]);
    }

    // Notes

    function nextRef() external returns (bytes32) {
        return bytes32(++_refs);
    }

    function noteOrder(PlainDeal calldata order) external {
        _orders.push(order);
    }

    function noteLoan(bytes32 id, address borrower, Loan calldata loan) external {
        uint256 base = uint256(loan.amount) + loan.charge;
        bool hasDue = loan.due != 0;
        uint256 lateRate = hasDue ? loan.lateRate : loan.rate;
        _loans.push(LoanGhost(id, loan.lender, borrower, loan.account, loan.amount, base, lateRate, time, 0, hasDue));
    }

    function noteReceived(bytes32 id, uint256 amount) external {
        for (uint256 i = 0; i < _loans.length; ++i) if (_loans[i].id == id) _loans[i].received += amount;
    }

    function sign(Loan calldata loan) external view returns (bytes memory) {
        return signBytes(keyOf[loan.lender], credit.offerOf(loan));
    }

    /// @dev Time moves only here. It is also stored, because the compiler may read `block.timestamp` only once and
    /// reuse it.
    function warpTo(uint256 time_) public {
        if (time_ < time) return;
        time = time_;
        VM.warp(time_);
    }
}
