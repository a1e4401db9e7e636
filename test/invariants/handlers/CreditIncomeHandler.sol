// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICreditErrors} from "../../../contracts/interfaces/ICreditErrors.sol";
import {IPayoutAccount} from "../../../contracts/interfaces/IPayoutAccount.sol";
import {DealStatus} from "../../../contracts/types/Deal.sol";
import {PlainDeal} from "../../fixtures/PlainDeal.sol";
import {VM} from "../../fixtures/Vm.sol";
import {CreditWorld, LoanGhost} from "../CreditWorld.sol";
import {CreditHandler} from "./CreditHandler.sol";

/// @notice What payout accounts earn, refund and withdraw, and time.
contract CreditIncomeHandler is CreditHandler {
    constructor(CreditWorld world) CreditHandler(world) {
        _addKind("open");
        _addKind("deliver");
        _addKind("release");
        _addKind("claim");
        _addKind("refund after the deadline");
        _addKind("refund by an account");
        _addKind("income");
        _addKind("withdraw");
        _addKind("wait");
        _addKind("lapse");
        _addKind("hand over");
        _addKind("no refund of a pledged order");
        _addKind("no withdrawal of what is due");
        _addKind("no withdrawal by another");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](9);
        list[0] = this.open.selector;
        list[1] = this.deliver.selector;
        list[2] = this.release.selector;
        list[3] = this.settle.selector;
        list[4] = this.refundByAccount.selector;
        list[5] = this.income.selector;
        list[6] = this.withdraw.selector;
        list[7] = this.wait.selector;
        list[8] = this.handOver.selector;
    }

    function open(uint256 seed) public {
        PlainDeal memory order;
        order.payee = _world.account(_random(seed, 1));
        order.payer = _world.member(_random(seed, 2));
        uint256 random = _random(seed, 3);
        order.price = uint96(1 + ((random >> 8) % (random % 2 == 0 ? 20_000 : 1e18)));
        order.deadline = uint40(_world.time() + (_random(seed, 4) % 20 days));
        order.window = uint32(_random(seed, 5) % 2 days);
        (order.feeBps, order.ref) = (_hub.fee(), _world.nextRef());
        VM.prank(order.payer);
        _hub.open(order.packed(), order.price, "");
        _world.noteOrder(order);
        _count("open");
    }

    function deliver(uint256 seed) external {
        (bool found, PlainDeal memory order) = _pickOrder(seed, DealStatus.Open);
        if (!found || _world.time() > order.deadline) return;
        address owner = _credit.ownerOf(order.payee);
        VM.prank(owner);
        IPayoutAccount(order.payee).deliver(order.packed(), bytes32(seed));
        _count("deliver");
    }

    function release(uint256 seed) external {
        bool delivered = _random(seed, 1) % 2 == 0;
        (bool found, PlainDeal memory order) = _pickOrder(seed, delivered ? DealStatus.Delivered : DealStatus.Open);
        if (!found) return;
        (uint256 funded, uint256 paid, , ) = _hub.escrowOf(order.structHash());
        uint256 random = _random(seed, 2);
        uint256 total = random % 3 == 0 ? ALL : paid + _portion(random, funded - paid);
        VM.prank(order.payer);
        _hub.release(order.packed(), total);
        _count("release");
    }

    /// @dev What anyone can do after the time limits of an order.
    function settle(uint256 seed) external {
        (bool found, PlainDeal memory order) = _pickOrder(seed, DealStatus.Delivered);
        if (found && _hub.dueOf(order.packed()) != 0) {
            VM.prank(_world.STRANGER());
            _hub.claim(order.packed());
            _count("claim");
        }
        (found, order) = _pickOrder(seed, DealStatus.Open);
        if (!found || _world.time() <= order.deadline) return;
        VM.prank(order.payer);
        _hub.refund(order.packed(), ALL);
        _count("refund after the deadline");
    }

    function refundByAccount(uint256 seed) external {
        (bool found, PlainDeal memory order) = _pickOrder(seed, DealStatus.Open);
        if (!found) return;
        bytes32 id = order.structHash();
        address owner = _credit.ownerOf(order.payee);
        bytes32 pledge = _credit.pledgeOf(order.payee, id);
        if (pledge != 0) {
            bytes memory call = abi.encodeCall(IPayoutAccount.refund, (order.packed(), ALL));
            bytes memory expected = abi.encodeWithSelector(IPayoutAccount.PayoutAccountPledged.selector, id, pledge);
            _mustRefuse("no refund of a pledged order", owner, order.payee, call, expected);
            return;
        }
        if (_random(seed, 1) % 4 != 0) return;
        VM.prank(owner);
        IPayoutAccount(order.payee).refund(order.packed(), ALL);
        _count("refund by an account");
    }

    function income(uint256 seed) external {
        address from = _world.member(_random(seed, 1));
        address account = _world.account(_random(seed, 2));
        uint256 random = _random(seed, 3);
        VM.prank(from);
        _coin.transfer(account, (random >> 8) % (random % 2 == 0 ? 20_000 : 1e18));
        _count("income");
    }

    function withdraw(uint256 seed) external {
        address account = _world.account(_random(seed, 1));
        (address owner, uint256 free) = (_credit.ownerOf(account), _credit.withdrawableOf(account));
        bytes memory call = abi.encodeCall(IPayoutAccount.withdraw, (owner, free + 1));
        address other = _world.STRANGER();
        bytes memory expected = abi.encodeWithSelector(ICreditErrors.CreditUnauthorized.selector, other, owner);
        _mustRefuse("no withdrawal by another", other, account, call, expected);
        expected = abi.encodeWithSelector(ICreditErrors.CreditInsufficientFunds.selector, account, free + 1, free);
        _mustRefuse("no withdrawal of what is due", owner, account, call, expected);
        if (free == 0) return;

        LoanGhost[] memory active = _world.activeLoans();
        uint256[] memory owed = new uint256[](active.length);
        for (uint256 i = 0; i < active.length; ++i) (owed[i], ) = _credit.owedOf(active[i].id);
        uint256 random = _random(seed, 2);
        uint256 amount = random % 2 == 0 ? ALL : _portion(random >> 8, free);
        VM.prank(owner);
        uint256 paid = IPayoutAccount(account).withdraw(owner, amount);
        if (amount == ALL && paid != free) revert WrongAmount(paid, free);
        // A withdrawal ends the loans that the orders have paid in full.
        for (uint256 i = 0; i < active.length; ++i) {
            if (!_world.isActive(active[i].id)) _world.noteReceived(active[i].id, owed[i]);
        }
        _count("withdraw");
    }

    function wait(uint256 seed) public {
        uint256 random = _random(seed, 1);
        if (random % 40 == 0) {
            _world.warpTo(_world.time() + 800 days);
            _count("lapse");
            return;
        }
        _world.warpTo(_world.time() + ((random >> 8) % (random % 4 == 0 ? 20 days : 1 days)));
        _count("wait");
    }

    function handOver(uint256 seed) external {
        address account = _world.account(_random(seed, 1));
        address to = _world.member(_random(seed, 2));
        address owner = _credit.ownerOf(account);
        VM.prank(owner);
        _credit.transferAccount(account, to);
        VM.prank(to);
        _credit.acceptAccount(account);
        _count("hand over");
    }
}
